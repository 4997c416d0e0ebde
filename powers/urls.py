"""Routes of `powers`: People and powers."""

from django.urls import URLPattern, URLResolver, path

from powers.views import acting, entering, importing, looking

app_name = "powers"
urlpatterns: list[URLPattern | URLResolver] = [
    path("powers/", looking.overview, name="overview"),
    path("powers/departments/<str:code>/", looking.department, name="department"),
    path("powers/why/", looking.why, name="why"),
    path("powers/readings/", looking.readings, name="readings"),
    path("powers/nights/", looking.nights, name="nights"),
    path("powers/entries/", entering.entries, name="entries"),
    path("powers/entries/new/appointment/", entering.enter_appointment, name="enter_appointment"),
    path("powers/entries/new/designation/", entering.enter_designation, name="enter_designation"),
    path("powers/entries/new/reading/", entering.enter_reading, name="enter_reading"),
    path("powers/entries/new/<str:target>/<uuid:lineage>/ending/", entering.enter_ending, name="enter_ending"),
    path(
        "powers/entries/new/<str:target>/<uuid:lineage>/correction/", entering.enter_correction, name="enter_correction"
    ),
    path("powers/entries/<uuid:reference>/", entering.entry, name="entry"),
    path("powers/entries/<uuid:reference>/confirm/", entering.confirm, name="confirm"),
    path("powers/entries/<uuid:reference>/refuse/", entering.refuse, name="refuse"),
    path("powers/entries/<uuid:reference>/withdraw/", entering.withdraw, name="withdraw"),
    path("powers/night/", acting.appoint_at_night, name="appoint_at_night"),
    path("powers/designate/", acting.designate, name="designate"),
    path("powers/designations/<uuid:lineage>/end/", acting.end_designation, name="end_designation"),
    path("imports/organization/", importing.organization_imports, name="organization_imports"),
    path("imports/organization/<uuid:pk>/", importing.organization_import, name="organization_import"),
    path("imports/organization/<uuid:pk>/apply/", importing.apply_organization_import, name="apply_organization"),
    path("imports/organization/<uuid:pk>/cancel/", importing.cancel_organization_import, name="cancel_organization"),
]
