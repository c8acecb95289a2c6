from django.urls import path

from apprentissage.trades import views

app_name = "trades"
urlpatterns = [
    path("metiers/suggestions", views.suggest, name="suggest"),
]
