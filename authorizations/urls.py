"""Routes of `authorizations`. The reference of an authorization stands last but for the act, after every word."""

from django.urls import URLPattern, URLResolver, path

from authorizations.views import (
    answering,
    consenting,
    deciding,
    granting,
    living,
    looking,
    mine,
    office,
    papers,
    requesting,
    verifying,
)

app_name = "authorizations"
urlpatterns: list[URLPattern | URLResolver] = [
    path("authorizations/", mine.mine, name="mine"),
    path("authorizations/may-i/", answering.may_i, name="may_i"),
    path("authorizations/people/<str:number>/", answering.person, name="person"),
    path("authorizations/ask/", requesting.ask, name="ask"),
    path("authorizations/requests/", deciding.requests, name="requests"),
    path("authorizations/requests/<str:reference>/", requesting.one, name="request"),
    path("authorizations/requests/<str:reference>/grant/", granting.grant_request, name="grant_request"),
    path("authorizations/requests/<str:reference>/decline/", requesting.decline, name="decline"),
    path("authorizations/requests/<str:reference>/withdraw/", requesting.withdraw, name="withdraw"),
    path("authorizations/grant/", granting.grant, name="grant"),
    path("authorizations/grant/many/", granting.grant_many, name="grant_many"),
    path("authorizations/papers/", papers.papers, name="papers"),
    path("authorizations/papers/record/", papers.record, name="record_paper"),
    path("authorizations/in-office/", deciding.in_office, name="in_office"),
    path("authorizations/declines/", deciding.declines, name="declines"),
    path("authorizations/declines/<int:pk>/", deciding.decide_decline, name="decide_decline"),
    path("authorizations/decline-policy/", deciding.decline_policy, name="decline_policy"),
    path("authorizations/consents/", consenting.consents, name="consents"),
    path("authorizations/consents/give/<str:reference>/", consenting.give, name="consent"),
    path("authorizations/consents/end/<uuid:lineage>/", consenting.end, name="end_consent"),
    path("authorizations/by-office/", office.by_office, name="by_office"),
    path("authorizations/departments/", looking.my_department, name="my_department"),
    path("authorizations/departments/<str:code>/", looking.department, name="department"),
    path("authorizations/accounts/<str:reference>/", looking.on_account, name="on_account"),
    path("authorizations/verify/", verifying.ask, name="verify_any"),
    path("authorizations/verify/<str:reference>/", verifying.verify, name="verify"),
    path("authorizations/<str:reference>/", looking.authorization, name="authorization"),
    path("authorizations/<str:reference>/accept/", living.accept, name="accept"),
    path("authorizations/<str:reference>/acceptance/", living.record_acceptance, name="record_acceptance"),
    path("authorizations/<str:reference>/revoke/", living.revoke, name="revoke"),
    path("authorizations/<str:reference>/confirm/", papers.confirm, name="confirm_paper"),
    path("authorizations/<str:reference>/refuse/", papers.refuse, name="refuse_paper"),
]
