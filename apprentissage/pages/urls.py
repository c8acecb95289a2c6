from django.urls import path

from apprentissage.pages import health, views

app_name = "pages"
urlpatterns = [
    path("", views.home, name="home"),
    path("contrats/", views.contracts, name="contracts"),
    path("mentions-legales/", views.legal, name="legal"),
    path("donnees-personnelles/", views.privacy, name="privacy"),
    path("accessibilite/", views.accessibility, name="accessibility"),
    path("sources/", views.sources, name="sources"),
    path("robots.txt", views.robots, name="robots"),
    path("vivant", health.alive, name="alive"),
    path("pret", health.ready, name="ready"),
    path("metrics", health.metrics, name="metrics"),
]
