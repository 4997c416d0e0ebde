"""Routes of `foundation`: jobs, files, the trail."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("jobs/", include("foundation.jobs.urls")),
    path("files/", include("foundation.files.urls")),
    path("trail/", include("foundation.audit.urls")),
]
