"""What an employer types, for tests: complete answers of a baker, and ways to send them."""

import uuid

from django.urls import reverse

COMPLETE = {
    "metier": "Boulangère ou boulanger",
    "rome": "D1102",
    "titre": "Boulangère ou boulanger",
    "description": "Pétrir, façonner et cuire avec une équipe de quatre personnes.",
    "niveau": "3",
    "diplome": "CAP Boulanger",
    "debut_type": "soon",
    "debut": "",
    "duree": "24",
    "heures": "35",
    "places": "1",
    "rythme": "",
    "salaire": "",
    "age": "",
    "permis": "non",
    "transport": "",
    "logement": "",
    "question_libre": "",
    "lieu-1": "Sarlat-la-Canéda (24)",
    "code-1": "c24520",
    "adresse-1": "3 rue des Consuls",
}


def send(client, key=None, action="publish", **answers):
    """Post the form; ``answers`` change the complete ones, ``None`` leaves one out. The response bears ``key``."""
    key = key or uuid.uuid4()
    version, window = answers.pop("version", "0"), answers.pop("fenetre", "w1")
    said = {name.replace("__", "-"): value for name, value in (COMPLETE | answers).items() if value is not None}
    data = said | {"action": action, "version": version, "fenetre": window}
    response = client.post(reverse("employers:draft", args=[key]), data)
    response.key = key
    return response
