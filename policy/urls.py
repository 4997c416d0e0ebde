"""Routes of `policy`."""

from django.urls import URLPattern, URLResolver, path

from policy.views import comparing, explaining, publishing, reading

app_name = "policy"
urlpatterns: list[URLPattern | URLResolver] = [
    path("policy/", reading.reading, name="reading"),
    path("policy/your-own-accounts/", reading.own_accounts, name="own_accounts"),
    path("policy/your-own-accounts/<str:citation>/", explaining.explanation, name="explanation"),
    path("policy/explanations/<int:explanation_id>/approve/", explaining.approve, name="approve_explanation"),
    path("policy/explanations/<int:explanation_id>/refuse/", explaining.refuse, name="refuse_explanation"),
    path("policy/import/", publishing.import_version, name="import"),
    path("policy/versions/", reading.versions, name="versions"),
    path("policy/versions/<int:version_id>/", reading.version, name="version"),
    path("policy/versions/<int:version_id>/publication/", publishing.request_publication, name="request_publication"),
    path("policy/versions/<int:version_id>/discard/", publishing.discard, name="discard"),
    path("policy/versions/<int:version_id>/citations/", publishing.citations, name="citations"),
    path("policy/compare/", comparing.choose, name="compare"),
    path("policy/compare/<int:old_id>/<int:new_id>/", comparing.redline, name="redline"),
    path("policy/compare/<int:old_id>/<int:new_id>/redline.pdf", comparing.redline_pdf, name="redline_pdf"),
    path("policy/publications/<int:request_id>/confirm/", publishing.confirm, name="confirm"),
    path("policy/publications/<int:request_id>/refuse/", publishing.refuse, name="refuse"),
    path("policy/publications/<int:request_id>/withdraw/", publishing.withdraw, name="withdraw"),
]
