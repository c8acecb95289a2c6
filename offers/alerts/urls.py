from django.urls import path

from offers.alerts.views import asking, favourites, feed, managing

app_name = "alerts"
urlpatterns = [
    path("alertes/", managing.mine, name="mine"),
    path("alertes/nouvelle/", asking.new, name="new"),
    path("alertes/demande/", asking.asked, name="asked"),
    path("alertes/confirmer/<str:token>/", asking.confirm, name="confirm"),
    path("alertes/gerer/<str:token>/", managing.manage, name="manage"),
    path("alertes/arreter/<str:token>/", asking.stop, name="stop"),
    path("offres/flux.atom", feed.feed, name="feed"),
    path("favoris/", favourites.mine, name="favourites"),
    path("favoris/liste/", favourites.shared, name="shared"),
    path("favoris/liste/garder/", favourites.keep_shared, name="keep_shared"),
    path("favoris/rappels/arreter/<str:token>/", asking.no_reminders, name="no_reminders"),
    path("favoris/<int:pk>/", favourites.toggle, name="favourite"),
]
