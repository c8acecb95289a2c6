from django.urls import path

from offers.publishing.views import drafts, home, link, offer

app_name = "employers"
urlpatterns = [
    path("employeur/", home.home, name="home"),
    path("employeur/offres/nouvelle/", drafts.new, name="new_offer"),
    path("employeur/brouillons/<uuid:key>/", drafts.draft, name="draft"),
    path("employeur/brouillons/<uuid:key>/apercu/", drafts.preview, name="preview"),
    path("employeur/brouillons/<uuid:key>/effacer/", drafts.delete, name="delete_draft"),
    path("employeur/offres/<int:pk>/", offer.offer, name="offer"),
    path("employeur/offres/<int:pk>/modifier/", offer.edit, name="edit"),
    path("employeur/offres/<int:pk>/copier/", offer.copy, name="copy"),
    path("employeur/offres/<int:pk>/etape/", offer.step, name="step"),
    path("employeur/offres/<int:pk>/terminer/", offer.end, name="end"),
    path("employeur/offres/lien/<str:token>/", link.link, name="link"),
]
