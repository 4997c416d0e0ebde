"""Routes of `reports`."""

from django.urls import URLPattern, URLResolver, path

from reports.views import exporting, opening, running, saving, scheduling

app_name = "reports"
urlpatterns: list[URLPattern | URLResolver] = [
    path("reports/", running.catalogue, name="catalogue"),
    path("reports/exports/", exporting.exports, name="exports"),
    path("reports/saved/<uuid:pk>/delete/", saving.delete, name="delete_saved"),
    path("reports/saved/<uuid:pk>/schedule/", scheduling.schedule, name="schedule"),
    path("reports/saved/<uuid:pk>/schedule/stop/", scheduling.stop, name="stop_schedule"),
    path("reports/person-file/open/", opening.open_file, name="open_file"),
    path("reports/<slug:code>/", running.run, name="run"),
    path("reports/<slug:code>/export/", exporting.export, name="export"),
    path("reports/<slug:code>/save/", saving.save, name="save"),
]
