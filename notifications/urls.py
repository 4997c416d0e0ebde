"""Routes of `notifications`: a person's own notices."""

from django.urls import URLPattern, URLResolver, path

from notifications import views

app_name = "notifications"
urlpatterns: list[URLPattern | URLResolver] = [
    path("notices/", views.notices, name="notices"),
    path("notices/read/", views.mark_all_read, name="mark_all_read"),
    path("notices/preferences/", views.preferences, name="preferences"),
    path("notices/<int:notice_id>/open/", views.open_notice, name="open"),
]
