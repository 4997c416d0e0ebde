"""Routes of the trail."""

from django.urls import path

from foundation.audit import views

app_name = "audit"
urlpatterns = [
    path("", views.entries, name="entries"),
    path("<int:pk>/", views.entry, name="entry"),
]
