"""Every route of the portal, by app."""

from django.apps import apps
from django.urls import URLPattern, URLResolver, include, path

from portal import api, health, views

handler500 = "portal.database_away.server_error"

handler400 = "portal.errors.bad_request"
handler403 = "portal.errors.permission_denied"
handler404 = "portal.errors.not_found"

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.healthz, name="healthz"),
    path("", views.home, name="home"),
    path("search/", views.search, name="search"),
    path("api/v1/docs/", api.documentation, name="api_documentation"),
    path("api/v1/", api.routes()),
    path("", include("foundation.urls")),
    path("sign-in/", include("directory.sign_in.urls")),
    path("", include("directory.urls")),
    path("", include("notifications.urls")),
    path("", include("powers.urls")),
    path("", include("policy.urls")),
    path("", include("acknowledgements.urls")),
    path("kiosk/", include("acknowledgements.urls_kiosk")),
    path("kiosks/", include("acknowledgements.urls_kiosks")),
    path("", include("accounts.urls")),
    path("", include("authorizations.urls")),
    path("", include("reviews.urls")),
    path("", include("reports.urls")),
]

if apps.is_installed("demo"):
    urlpatterns.append(path("", include("demo.urls")))
