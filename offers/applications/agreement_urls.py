from django.urls import path

from offers.applications.views import agreements

app_name = "agreements"
urlpatterns = [
    path("accords/<uuid:key>/", agreements.agreement, name="agreement"),
    path("accords/<uuid:key>/accord.json", agreements.export, name="export"),
    path("accords/<uuid:key>/accord.pdf", agreements.summary, name="summary"),
    path("accords/<uuid:key>/pourvue/", agreements.fill, name="fill"),
    path("candidatures/suivi/<str:token>/accord/", agreements.followed_agreement, name="followed"),
    path("candidatures/suivi/<str:token>/accord.pdf", agreements.followed_summary, name="followed_summary"),
]
