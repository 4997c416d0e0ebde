"""Routes of `directory`."""

from django.urls import URLPattern, URLResolver, path

from directory.sign_in import views as sign_in

app_name = "directory"
urlpatterns: list[URLPattern | URLResolver] = [
    path("sign-in/link/", sign_in.AskForLink.as_view(), name="ask_for_link"),
    path("sign-in/link/asked/", sign_in.link_asked, name="link_asked"),
    path("sign-in/link/<str:token>/", sign_in.ByLink.as_view(), name="sign_in_by_link"),
    path("sign-in/code/", sign_in.ByPrintedCode.as_view(), name="sign_in_by_code"),
    path("people/<str:number>/one-time-code/", sign_in.HandOver.as_view(), name="hand_over"),
]
