"""Routes of files."""

from django.urls import path

from foundation.files import views

app_name = "files"
urlpatterns = [path("<uuid:pk>/", views.download, name="download")]
