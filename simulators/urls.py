from django.urls import path

from simulators.views import comparison, cost, minimum, pay, scale

app_name = "simulators"
urlpatterns = [
    path("simulateurs/", cost.index, name="index"),
    path("simulateurs/cout/", cost.cost, name="cost"),
    path("simulateurs/cout.pdf", cost.cost_pdf, name="cost_pdf"),
    path("simulateurs/cout.csv", cost.cost_csv, name="cost_csv"),
    path("simulateurs/cout/integrer/", cost.embedded, name="embedded"),
    path("simulateurs/cout/integrer/mode-d-emploi/", cost.snippet, name="snippet"),
    path("simulateurs/comparer/", comparison.comparison, name="comparison"),
    path("simulateurs/salaire/", pay.pay, name="pay"),
    path("simulateurs/minimum/", minimum.minimum, name="minimum"),
    path("simulateurs/bareme/", scale.scale, name="scale"),
]
