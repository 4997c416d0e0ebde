"""Routes of the demonstration; `portal.urls` leaves them out where the app is not installed."""

from django.urls import URLPattern, URLResolver, path

from demo import views

app_name = "demo"
urlpatterns: list[URLPattern | URLResolver] = [
    path("sign-in/demo/", views.sign_in, name="sign_in"),
    path("sign-in/demo/<str:number>/", views.sign_in_as, name="sign_in_as"),
]
