from django.urls import path

from offers.applications.views import apply, follow

app_name = "applications"
urlpatterns = [
    path("offres/<int:pk>/postuler/", apply.apply, name="apply"),
    path("candidatures/", follow.mine, name="mine"),
    path("candidatures/oublier/", follow.forget_browser, name="forget"),
    path("candidatures/<uuid:key>/dossier.pdf", follow.file, name="file"),
    path("candidatures/suivi/<str:token>/", follow.follow, name="follow"),
    path("candidatures/suivi/<str:token>/lien/", follow.renew, name="renew"),
    path("candidatures/suivi/<str:token>/dossier.pdf", follow.own_file, name="own_file"),
]
