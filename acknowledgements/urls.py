"""Routes of `acknowledgements`."""

from django.urls import URLPattern, URLResolver, path

from acknowledgements.views import acknowledging, annulling, asking, campaigns, coverage, declining, verifying

app_name = "acknowledgements"
urlpatterns: list[URLPattern | URLResolver] = [
    path("acknowledgements/", acknowledging.mine, name="mine"),
    path("acknowledgements/read/<int:campaign_id>/", acknowledging.read, name="read"),
    path("acknowledgements/read/<int:campaign_id>/place/", acknowledging.stop, name="stop"),
    path("acknowledgements/read/<int:campaign_id>/question/", asking.ask, name="ask"),
    path("acknowledgements/read/<int:campaign_id>/decline/", declining.decline_campaign, name="decline"),
    path("acknowledgements/questions/", asking.questions, name="questions"),
    path("acknowledgements/questions/<int:question_id>/", asking.question, name="question"),
    path("acknowledgements/declines/", declining.declines, name="declines"),
    path("acknowledgements/declines/<int:decline_id>/take-back/", declining.take_back, name="take_back_decline"),
    path("acknowledgements/enter/", asking.enter, name="enter"),
    path("acknowledgements/annulments/", annulling.annulments, name="annulments"),
    path("acknowledgements/annulments/<int:annulment_id>/", annulling.annulment, name="annulment"),
    path("acknowledgements/annulments/<int:annulment_id>/confirm/", annulling.confirm, name="confirm_annulment"),
    path("acknowledgements/annulments/<int:annulment_id>/refuse/", annulling.refuse, name="refuse_annulment"),
    path("acknowledgements/verify/", verifying.verify, name="verify"),
    path("acknowledgements/verify/<slug:reference>/", verifying.verify_receipt, name="verify_receipt"),
    path("acknowledgements/<slug:reference>/", acknowledging.receipt, name="receipt"),
    path("acknowledgements/<slug:reference>/receipt.pdf", acknowledging.receipt_pdf, name="receipt_pdf"),
    path("acknowledgements/<slug:reference>/annul/", annulling.annul, name="annul"),
    path("campaigns/", campaigns.campaigns, name="campaigns"),
    path("campaigns/plan/", campaigns.plan, name="plan"),
    path("campaigns/<int:campaign_id>/", campaigns.campaign, name="campaign"),
    path("campaigns/<int:campaign_id>/change/", campaigns.change, name="change_plan"),
    path("campaigns/<int:campaign_id>/open/", campaigns.open_, name="open"),
    path("campaigns/<int:campaign_id>/pause/", campaigns.pause, name="pause"),
    path("campaigns/<int:campaign_id>/resume/", campaigns.resume, name="resume"),
    path("campaigns/<int:campaign_id>/extend/", campaigns.extend, name="extend"),
    path("campaigns/<int:campaign_id>/close/", campaigns.close, name="close"),
    path("coverage/", coverage.coverage, name="coverage"),
    path("coverage/missing/", coverage.missing_people, name="missing"),
    path("coverage/export/", coverage.export, name="export"),
]
