"""Every route of the portal, by app."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("foundation.urls")),
    path("", include("directory.urls")),
    path("", include("notifications.urls")),
    path("", include("powers.urls")),
    path("", include("policy.urls")),
    path("", include("acknowledgements.urls")),
]
