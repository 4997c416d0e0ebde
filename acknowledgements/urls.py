"""Routes of `acknowledgements`."""

from django.urls import URLPattern, URLResolver, path

from acknowledgements.views import acknowledging, annulling

app_name = "acknowledgements"
urlpatterns: list[URLPattern | URLResolver] = [
    path("acknowledgements/", acknowledging.mine, name="mine"),
    path("acknowledgements/read/<int:campaign_id>/", acknowledging.read, name="read"),
    path("acknowledgements/annulments/", annulling.annulments, name="annulments"),
    path("acknowledgements/annulments/<int:annulment_id>/", annulling.annulment, name="annulment"),
    path("acknowledgements/annulments/<int:annulment_id>/confirm/", annulling.confirm, name="confirm_annulment"),
    path("acknowledgements/annulments/<int:annulment_id>/refuse/", annulling.refuse, name="refuse_annulment"),
    path("acknowledgements/<slug:reference>/", acknowledging.receipt, name="receipt"),
    path("acknowledgements/<slug:reference>/receipt.pdf", acknowledging.receipt_pdf, name="receipt_pdf"),
    path("acknowledgements/<slug:reference>/annul/", annulling.annul, name="annul"),
]
