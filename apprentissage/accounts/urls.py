from django.urls import path

from apprentissage.accounts.sign_in import views as sign_in

app_name = "accounts"
urlpatterns = [
    path("compte/", sign_in.account, name="account"),
]
