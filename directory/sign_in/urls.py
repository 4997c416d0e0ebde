"""Routes under `/sign-in/`: allauth's own, but for signing up and keeping several e-mail addresses, and ours."""

from allauth.account import views as allauth_views
from django.urls import path

urlpatterns = [
    path("", allauth_views.login, name="account_login"),
    path("out/", allauth_views.logout, name="account_logout"),
    path("password/", allauth_views.password_change, name="account_change_password"),
    path("again/", allauth_views.reauthenticate, name="account_reauthenticate"),
]
