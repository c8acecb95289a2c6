from django.urls import path

from offers.spontaneous.views import listed, public

app_name = "spontaneous"
urlpatterns = [
    path("entreprises/", public.companies, name="directory"),
    path("entreprises/retrait/<str:token>/", public.opt_out, name="opt_out"),
    path("entreprises/<int:pk>/postuler/", public.apply, name="apply"),
    path("employeur/candidatures-spontanees/", listed.mine, name="mine"),
    path("chambre/entreprises-ouvertes/", listed.chamber, name="chamber"),
]
