"""The levels of the national framework of certifications, 3 to 8 (Code du travail, art. D. 6113-19)."""

from django.db import models


class Level(models.IntegerChoices):
    CAP = 3, "CAP, BEP (niveau 3)"
    BAC = 4, "Bac, brevet professionnel (niveau 4)"
    BTS = 5, "BTS (niveau 5)"
    LICENCE = 6, "Licence, BUT (niveau 6)"
    MASTER = 7, "Master, ingénieur (niveau 7)"
    DOCTORAT = 8, "Doctorat (niveau 8)"


SHORT_LABELS = {
    Level.CAP: "CAP",
    Level.BAC: "Bac",
    Level.BTS: "BTS",
    Level.LICENCE: "Licence, BUT",
    Level.MASTER: "Master, ingénieur",
    Level.DOCTORAT: "Doctorat",
}
