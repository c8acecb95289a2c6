from django.urls import path

from apprentissage.pages import my_data

app_name = "privacy"
urlpatterns = [
    path("mes-donnees/", my_data.mine, name="mine"),
    path("mes-donnees/export.json", my_data.export, name="export"),
    path("mes-donnees/effacer/", my_data.erase, name="erase"),
    path("donnees-effacees/", my_data.erased, name="erased"),
]
