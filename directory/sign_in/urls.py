"""Routes under `/sign-in/`: allauth's own, but for signing up and keeping several e-mail addresses."""

from allauth.account import views as allauth_views
from django.urls import path
from django.views.decorators.http import require_http_methods

from directory.sign_in import views

form = require_http_methods(["GET", "HEAD", "POST"])

urlpatterns = [
    path("", form(allauth_views.login), name="account_login"),
    path("out/", form(allauth_views.logout), name="account_logout"),
    path("password/", form(views.ChangePassword.as_view()), name="account_change_password"),
    path("again/", form(allauth_views.reauthenticate), name="account_reauthenticate"),
]
