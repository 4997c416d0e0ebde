"""Routes of `accounts`: the register of official accounts. An account's reference stands last, after every word."""

from django.urls import URLPattern, URLResolver, path

from accounts.deeds import TABLE
from accounts.views import acting, deciding, looking, verifying

app_name = "accounts"
urlpatterns: list[URLPattern | URLResolver] = [
    path("accounts/", looking.register, name="register"),
    path("accounts/own-pages/", looking.own_pages, name="own_pages"),
    path("accounts/requests/", deciding.requests, name="requests"),
    path("accounts/verify/", verifying.is_this_ours, name="verify"),
    path("accounts/public/", verifying.public_list, name="public"),
    path("accounts/<str:reference>/", looking.account, name="account"),
    *(
        path(f"accounts/<str:reference>/{name.replace('_', '-')}/", acting.deed, {"name": name}, name=name)
        for name in TABLE
    ),
]
