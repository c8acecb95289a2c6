from django.urls import path

from apprentissage.pages import health, views

app_name = "pages"
urlpatterns = [
    path("", views.home, name="home"),
    path("vivant", health.alive, name="alive"),
    path("pret", health.ready, name="ready"),
]
