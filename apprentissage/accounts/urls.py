from django.urls import path

from apprentissage.accounts.sign_in import views as sign_in
from apprentissage.accounts.views import company, people, queue

app_name = "accounts"
urlpatterns = [
    path("compte/", sign_in.account, name="account"),
    path("compte/organismes/", company.organisations, name="organisations"),
    path("compte/organismes/<int:pk>/", company.organisation, name="organisation"),
    path("compte/organismes/<int:pk>/choisir/", company.choose_organisation, name="choose_organisation"),
    path("compte/organismes/<int:pk>/modifier/", company.edit_organisation, name="edit_organisation"),
    path("compte/organismes/<int:pk>/nouvel-examen/", company.ask_again, name="ask_again"),
    path("compte/organismes/<int:pk>/inviter/", people.invite, name="invite"),
    path("compte/organismes/<int:pk>/quitter/", people.leave, name="leave"),
    path("compte/membres/<int:pk>/", people.change_member, name="change_member"),
    path("compte/invitations/<int:pk>/", people.change_invitation, name="change_invitation"),
    path("compte/demandes/<int:pk>/", people.answer_join_request, name="answer_join_request"),
    path("invitation/<str:token>/", people.invitation, name="invitation"),
    path("employeur/ouvrir/", company.open_company, name="open_company"),
    path("chambre/entreprises/", queue.queue, name="queue"),
    path("chambre/entreprises/<int:pk>/", queue.company, name="company"),
]
