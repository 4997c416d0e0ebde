"""Routes of `accounts`: the register of official accounts. An account's reference stands last, after every word."""

from django.urls import URLPattern, URLResolver, path

from accounts.deeds import TABLE
from accounts.views import (
    acting,
    changing,
    checking,
    deciding,
    exporting,
    finding,
    importing,
    keeping,
    looking,
    overview,
    parties,
    platforms,
    requesting,
    verifying,
)

app_name = "accounts"
urlpatterns: list[URLPattern | URLResolver] = [
    path("accounts/", looking.register, name="register"),
    path("accounts/own-pages/", looking.own_pages, name="own_pages"),
    path("accounts/ask/", requesting.ask, name="ask"),
    path("accounts/register/", requesting.enter, name="enter"),
    path("accounts/found/", finding.found, name="found"),
    path("accounts/requests/", deciding.requests, name="requests"),
    path("accounts/platforms/", platforms.platforms, name="platforms"),
    path("accounts/platforms/add/", platforms.add, name="add_platform"),
    path("accounts/platforms/<slug:code>/", platforms.platform, name="platform"),
    path("accounts/platforms/<slug:code>/change/", platforms.change, name="change_platform"),
    path("accounts/platforms/<slug:code>/limit/", platforms.set_limit, name="set_limit"),
    path("accounts/platforms/<slug:code>/limit/<slug:about>/end/", platforms.end_limit, name="end_limit"),
    path("accounts/verify/", verifying.is_this_ours, name="verify"),
    path("accounts/public/", verifying.public_list, name="public"),
    path("accounts/export/", exporting.export_register, name="export"),
    path("accounts/party-accounts/", parties.party_accounts, name="party_accounts"),
    path("accounts/party-accounts/add/", parties.add_party, name="add_party"),
    path("accounts/party-accounts/<uuid:lineage>/change/", parties.change_party, name="change_party"),
    path("accounts/party-accounts/<uuid:lineage>/end/", parties.end_party, name="end_party"),
    path("accounts/party-links/", parties.party_links, name="party_links"),
    path("accounts/<str:reference>/check-page/", checking.check_page, name="check_page"),
    path("accounts/confirmations/", keeping.confirmations, name="confirmations"),
    path("accounts/hand-overs/", keeping.hand_overs, name="hand_overs"),
    path("accounts/departments/<str:code>/", overview.department, name="department"),
    path("accounts/<str:reference>/", looking.account, name="account"),
    path("accounts/<str:reference>/confirm/", keeping.confirm, name="confirm"),
    path("accounts/<str:reference>/keys/", keeping.keys, name="keys"),
    path("accounts/<str:reference>/stewards/<str:role>/", keeping.name_steward, name="name_steward"),
    path("accounts/<str:reference>/stewards/<str:role>/end/", keeping.end_stewardship, name="end_stewardship"),
    path("accounts/<str:reference>/hand-overs/<int:number>/", keeping.hand_over, name="hand_over"),
    path("accounts/<str:reference>/hand-overs/<int:number>/not-needed/", keeping.not_needed, name="not_needed"),
    path("accounts/<str:reference>/hand-overs/<int:number>/<str:kind>/", keeping.do_step, name="do_step"),
    path("accounts/<str:reference>/details/", changing.details, name="change_details"),
    path("accounts/<str:reference>/change/", changing.propose, name="propose_change"),
    path("accounts/<str:reference>/rename/", changing.rename, name="rename"),
    path("accounts/<str:reference>/changes/<int:proposal_id>/approve/", changing.approve_change, name="approve_change"),
    path("accounts/<str:reference>/changes/<int:proposal_id>/decline/", changing.decline_change, name="decline_change"),
    path(
        "accounts/<str:reference>/changes/<int:proposal_id>/withdraw/",
        changing.withdraw_change,
        name="withdraw_change",
    ),
    *(
        path(f"accounts/<str:reference>/{name.replace('_', '-')}/", acting.deed, {"name": name}, name=name)
        for name in TABLE
    ),
    path("imports/accounts/", importing.account_imports, name="imports"),
    path("imports/accounts/<uuid:pk>/", importing.account_import, name="import"),
    path("imports/accounts/<uuid:pk>/check/", importing.check_import, name="check_import"),
    path("imports/accounts/<uuid:pk>/apply/", importing.apply_import, name="apply_import"),
    path("imports/accounts/<uuid:pk>/cancel/", importing.cancel_import, name="cancel_import"),
]
