"""Routes of `directory`."""

from django.urls import URLPattern, URLResolver, path
from django.views.decorators.http import require_http_methods, require_safe

from directory.sign_in import views as sign_in

form = require_http_methods(["GET", "HEAD", "POST"])

app_name = "directory"
urlpatterns: list[URLPattern | URLResolver] = [
    path("sign-in/link/", form(sign_in.AskForLink.as_view()), name="ask_for_link"),
    path("sign-in/link/asked/", require_safe(sign_in.link_asked), name="link_asked"),
    path("sign-in/link/<str:token>/", form(sign_in.ByLink.as_view()), name="sign_in_by_link"),
    path("sign-in/code/", form(sign_in.ByPrintedCode.as_view()), name="sign_in_by_code"),
    path("people/<str:number>/one-time-code/", form(sign_in.HandOver.as_view()), name="hand_over"),
]
