"""Routes of `accounts`: the register of official accounts."""

from django.urls import URLPattern, URLResolver, path

from accounts.views import looking

app_name = "accounts"
urlpatterns: list[URLPattern | URLResolver] = [
    path("accounts/", looking.register, name="register"),
    path("accounts/<str:reference>/", looking.account, name="account"),
]
