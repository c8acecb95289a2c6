"""Every address of the service: each room hangs its own here."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from apprentissage.api.api import public_urls

urlpatterns = [
    path("", include("apprentissage.pages.urls")),
    path("compte/", include("apprentissage.pages.my_data_urls")),
    path("", include("apprentissage.territories.urls")),
    path("", include("apprentissage.trades.urls")),
    path("", include("apprentissage.accounts.urls")),
    path("compte/", include("apprentissage.accounts.sign_in.urls")),
    path("", include("offers.alerts.urls")),
    path("", include("offers.spontaneous.urls")),
    path("", include("offers.urls")),
    path("", include("offers.publishing.urls")),
    path("moderation/", include("offers.moderation.urls")),
    path("", include("offers.applications.urls")),
    path("", include("offers.applications.inbox_urls")),
    path("", include("offers.applications.agreement_urls")),
    path("", include("simulators.urls")),
    path("api/", public_urls()),
    path("administration/", admin.site.urls),
]

if settings.DEMONSTRATION:
    urlpatterns += [path("demonstration/courrier/", include("apprentissage.mail.urls"))]
if settings.DEBUG or settings.DEMONSTRATION:
    urlpatterns += [path("composants/", include("apprentissage.pages.gallery_urls"))]
