"""Routes of `directory`."""

from django.urls import URLPattern, URLResolver, path
from django.views.decorators.http import require_http_methods, require_safe

from directory.sign_in import views as sign_in
from directory.views import api_clients, departments, imports, people

form = require_http_methods(["GET", "HEAD", "POST"])

app_name = "directory"
urlpatterns: list[URLPattern | URLResolver] = [
    path("sign-in/link/", form(sign_in.AskForLink.as_view()), name="ask_for_link"),
    path("sign-in/link/asked/", require_safe(sign_in.link_asked), name="link_asked"),
    path("sign-in/link/<str:token>/", form(sign_in.ByLink.as_view()), name="sign_in_by_link"),
    path("sign-in/code/", form(sign_in.ByPrintedCode.as_view()), name="sign_in_by_code"),
    path("people/", people.people, name="people"),
    path("people/new/", people.hire, name="hire"),
    path("people/<str:number>/", people.person, name="person"),
    path("people/<str:number>/work/", people.reassign, name="reassign"),
    path("people/<str:number>/status/", people.change_status, name="change_status"),
    path("people/<str:number>/identity/", people.change_identity, name="change_identity"),
    path("people/<str:number>/roles/", people.give_role, name="give_role"),
    path("people/<str:number>/roles/<str:role>/end/", people.end_role, name="end_role"),
    path("people/<str:number>/undo/", people.undo, name="undo"),
    path("departments/", departments.departments, name="departments"),
    path("departments/new/", departments.new_department, name="new_department"),
    path("departments/<str:code>/", departments.department, name="department"),
    path("departments/<str:code>/change/", departments.change_department, name="change_department"),
    path("api-clients/", api_clients.api_clients, name="api_clients"),
    path("api-clients/new/", api_clients.new_api_client, name="new_api_client"),
    path("api-clients/<int:pk>/revoke/", api_clients.end_api_client, name="revoke_api_client"),
    path("imports/", imports.import_list, name="imports"),
    path("imports/<uuid:pk>/", imports.import_run, name="import"),
    path("imports/<uuid:pk>/apply/", imports.apply_import, name="apply_import"),
    path("imports/<uuid:pk>/confirm/", imports.confirm_import, name="confirm_import"),
    path("imports/<uuid:pk>/cancel/", imports.cancel_import, name="cancel_import"),
    path("people/<str:number>/one-time-code/", form(sign_in.HandOver.as_view()), name="hand_over"),
]
