"""The doors of sign-in, each with its guard. The names are those that django-allauth looks for."""

from allauth.account import views as account
from django.urls import path

urlpatterns = [
    path("connexion/", account.request_login_code, name="account_login"),
    path("connexion/code/", account.confirm_login_code, name="account_confirm_login_code"),
    path("connexion/mot-de-passe/", account.login, name="account_login_by_password"),
    path("deconnexion/", account.logout, name="account_logout"),
]
