"""How the tests of applications fill the form: as a person would, step by step."""

import re

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from offers.applications.links import follow_token

ME = {"first_name": "Lina", "last_name": "Diaz", "email": "Lina@exemple.fr", "age": "17", "phone": "06 12 34 56 78"}
ANSWERS = {"why": "J'aime le pain.", "done": "Un stage de 3e.", "travel": "bicycle"}
TRAINING = {"training": "asked", "course": "CAP Boulanger", "course_level": "3"}
STEPS = {"vous": ME, "reponses": ANSWERS, "formation": TRAINING}


def address(offer) -> str:
    return reverse("applications:apply", args=[offer.pk])


def seal(client, offer, step="", **parameters) -> str:
    """The key of the draft, as the form of a step carries it."""
    page = client.get(address(offer), {"etape": step, **parameters}).content.decode()
    return re.search(r'name="brouillon" value="([^"]+)"', page)[1]


def fill(client, offer, *steps, **changes):
    """Answer these steps, or all of them, as a person would; the last answer comes back."""
    for step in steps or STEPS:
        answer = client.post(
            address(offer), {"brouillon": seal(client, offer, step), "etape": step, **STEPS[step], **changes}
        )
    return answer


def press_send(client, offer):
    return client.post(address(offer), {"brouillon": seal(client, offer, "relire"), "etape": "relire"})


def confirm(application):
    """Press the button of the page that the mail leads to, on another device."""
    return Client().post(reverse("applications:follow", args=[follow_token(application)]), {"step": "send"})


def upload(content, name="cv.pdf"):
    """A file as a browser sends it."""
    return SimpleUploadedFile(name, content)
