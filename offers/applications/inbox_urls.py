from django.urls import path

from offers.applications.views import employer, inbox

app_name = "inbox"
urlpatterns = [
    path("employeur/candidatures/", inbox.inbox, name="inbox"),
    path("employeur/candidatures/repondre/", inbox.answer_all, name="answer_all"),
    path("employeur/candidatures/resume/", employer.set_digest, name="digest"),
    path("employeur/candidatures/note/", employer.answer_score, name="score"),
    path("employeur/candidatures/chiffres/", employer.figures, name="statistics"),
    path("employeur/candidatures/modeles/<int:pk>/", employer.templates, name="templates"),
    path("employeur/candidatures/<uuid:key>/", inbox.application, name="application"),
    path("employeur/candidatures/<uuid:key>/repondre/<slug:step>/", inbox.answer, name="answer"),
    path("employeur/resume-quotidien/<str:token>/", employer.no_digest, name="no_digest"),
]
