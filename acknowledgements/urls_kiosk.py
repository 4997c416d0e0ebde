"""Routes of the kiosk: what a shared device shows. What the portal says about kiosks stands in `urls_kiosks`."""

from django.urls import URLPattern, URLResolver, path

from acknowledgements.views import kiosk

app_name = "kiosk"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", kiosk.start, name="start"),
    path("waiting/", kiosk.waiting, name="waiting"),
    path("read/<int:campaign_id>/", kiosk.read, name="read"),
    path("receipt/<int:campaign_id>/", kiosk.receipt, name="receipt"),
    path("still/", kiosk.still, name="still"),
    path("touched/", kiosk.touched, name="touched"),
    path("out/", kiosk.out, name="out"),
]
