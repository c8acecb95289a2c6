from django.contrib.auth.decorators import login_not_required
from django.contrib.sitemaps import views as sitemaps
from django.urls import path

from offers.sitemaps import SITEMAPS
from offers.views import density, map, offer, search, tiles

MAP_OF_SITE = {"sitemaps": SITEMAPS}

app_name = "offers"
urlpatterns = [
    path("offres/", search.search, name="search"),
    path("offres/carte/", map.map_page, name="map"),
    path("offres/carte/apercu/", map.map_figure, name="map_figure"),
    path("offres/carte/ici/<int:z>/<int:x>/<int:y>/", map.here, name="here"),
    path("offres/tuiles/<int:z>/<int:x>/<int:y>.mvt", tiles.tile, name="tile"),
    path("offres/densite/", density.density, name="density"),
    path("offres/densite/<str:code>/", density.commune_density, name="commune_density"),
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
