from django.urls import path

from apprentissage.territories import tile_views, views

app_name = "territories"
urlpatterns = [
    path("lieux/suggestions", views.suggest, name="suggest"),
    path("fond/<int:z>/<int:x>/<int:y>.mvt", tile_views.base_map, name="base_map"),
]
