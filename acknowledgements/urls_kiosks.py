"""Routes of the portal's pages about kiosks: devices, codes, and what was issued and used in one place."""

from django.urls import URLPattern, URLResolver, path

from acknowledgements.views import kiosks

app_name = "kiosks"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", kiosks.kiosks, name="kiosks"),
    path("<int:kiosk_id>/withdraw/", kiosks.withdraw, name="withdraw"),
    path("codes/", kiosks.codes, name="codes"),
    path("same-place/", kiosks.same_place, name="same_place"),
]
