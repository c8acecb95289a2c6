from django.urls import path

from apprentissage.territories import views

app_name = "territories"
urlpatterns = [
    path("lieux/suggestions", views.suggest, name="suggest"),
]
