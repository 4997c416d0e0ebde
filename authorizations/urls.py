"""Routes of `authorizations`. The reference of an authorization stands last, after every word."""

from django.urls import URLPattern, URLResolver, path

from authorizations.views import verifying

app_name = "authorizations"
urlpatterns: list[URLPattern | URLResolver] = [
    path("authorizations/verify/", verifying.ask, name="verify_any"),
    path("authorizations/verify/<str:reference>/", verifying.verify, name="verify"),
]
