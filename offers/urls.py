from django.contrib.auth.decorators import login_not_required
from django.contrib.sitemaps import views as sitemaps
from django.urls import path

from offers.sitemaps import SITEMAPS
from offers.views import offer, search

MAP_OF_SITE = {"sitemaps": SITEMAPS}

app_name = "offers"
urlpatterns = [
    path("offres/", search.search, name="search"),
    path("offres/<int:pk>/", offer.offer, name="offer"),
    path("offres/<int:pk>/signaler/", offer.report, name="report"),
    path("offres/<int:pk>/signale/", offer.reported, name="reported"),
    path(
        "sitemap.xml",
        login_not_required(sitemaps.index),
        MAP_OF_SITE | {"sitemap_url_name": "offers:sitemap-part"},
        name="sitemap",
    ),
    path("sitemap-<section>.xml", login_not_required(sitemaps.sitemap), MAP_OF_SITE, name="sitemap-part"),
]
