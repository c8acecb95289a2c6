"""The doors of sign-in, each with its guard. The names are those that django-allauth looks for.

``again`` marks what asks to prove again who one is; the rest asks its own questions.
"""

from allauth.account import views as account
from allauth.account.decorators import secure_admin_login
from allauth.mfa.base import views as factors
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from allauth.socialaccount.models import SocialApp, SocialToken
from allauth.usersessions import views as sessions
from django.conf import settings
from django.contrib import admin
from django.contrib.auth.decorators import login_not_required, login_required
from django.urls import path
from django.views.generic import RedirectView

from apprentissage.accounts.sign_in import demonstration, identity, views
from apprentissage.accounts.sign_in.proof import reauthentication_required as again

# The administration has no door of its own: a password alone would not be enough there.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]
admin.site.unregister([SocialApp, SocialToken])  # providers are settings, and no token of theirs is kept

to_sign_in = login_not_required(RedirectView.as_view(pattern_name="account_login", query_string=True))

urlpatterns = [
    # -- entering and leaving
    path("connexion/", views.SignInView.as_view(), name="account_login"),
    path("connexion/code/", views.CodeView.as_view(), name="account_confirm_login_code"),
    path("connexion/demande/", to_sign_in, name="account_request_login_code"),
    path("inscription/", to_sign_in, name="account_signup"),  # the same door: the first code makes the account
    path("connexion/mot-de-passe/", account.login, name="account_login_by_password"),
    path("connexion/cle/", passkeys.login_webauthn, name="mfa_login_webauthn"),
    path("connexion/second-facteur/", factors.authenticate, name="mfa_authenticate"),
    path("connexion/<slug:provider_id>/aller/", identity.start, name="openid_connect_login"),
    path("connexion/<slug:provider_id>/retour/", identity.finish, name="openid_connect_callback"),
    path("ferme/", account.account_inactive, name="account_inactive"),
    path("deconnexion/", views.SignOutView.as_view(), name="account_logout"),
    # -- proving again
    path("verification/", login_required(views.CodeAgainView.as_view()), name="account_reauthenticate"),
    path("verification/mot-de-passe/", account.reauthenticate, name="account_reauthenticate_by_password"),
    path("verification/second-facteur/", factors.reauthenticate, name="mfa_reauthenticate"),
    path("verification/cle/", passkeys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    # -- security of one's account
    path("securite/", login_required(views.SecurityView.as_view()), name="mfa_index"),
    path("securite/application/", again(totp.activate_totp), name="mfa_activate_totp"),
    path("securite/application/retirer/", again(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("securite/cles/", passkeys.list_webauthn, name="mfa_list_webauthn"),
    path("securite/cles/ajouter/", again(passkeys.add_webauthn), name="mfa_add_webauthn"),
    path("securite/cles/<int:pk>/nom/", again(passkeys.edit_webauthn), name="mfa_edit_webauthn"),
    path("securite/cles/<int:pk>/retirer/", again(views.RemovePasskeyView.as_view()), name="mfa_remove_webauthn"),
    path("securite/codes/", again(recovery.view_recovery_codes), name="mfa_view_recovery_codes"),
    path("securite/codes/nouveaux/", again(recovery.generate_recovery_codes), name="mfa_generate_recovery_codes"),
    path("securite/codes/fichier/", again(recovery.download_recovery_codes), name="mfa_download_recovery_codes"),
    path("securite/appareils/", sessions.list_usersessions, name="usersessions_list"),
    path("securite/identites/", views.identities, name="socialaccount_connections"),
    path("securite/identites/<int:pk>/retirer/", again(views.unlink), name="socialaccount_unlink"),
    path("securite/mot-de-passe/", again(account.password_set), name="account_set_password"),
    path("securite/mot-de-passe/changer/", again(account.password_change), name="account_change_password"),
    path("adresse/", again(account.email), name="account_email"),
    path("adresse/code/", account.email_verification_sent, name="account_email_verification_sent"),
]

if settings.DEMONSTRATION:
    urlpatterns += [path("demonstration/", demonstration.door, name="account_demonstration")]
