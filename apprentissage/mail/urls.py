"""Of a demonstration only."""

from django.urls import path

from apprentissage.mail import views

app_name = "mail"
urlpatterns = [
    path("", views.letters, name="letters"),
    path("<uuid:reference>/", views.laid_out, name="laid_out"),
]
