"""The levels of the national framework of certifications, 3 to 8 (Code du travail, art. D. 6113-19).

A level is told by the school year it leads to: "BTS" would be wrong on a brevet de maîtrise or a professional title of
the same level.
"""

from django.db import models


class Level(models.IntegerChoices):
    CAP = 3, "CAP, BEP (niveau 3)"
    BAC = 4, "Bac, brevet professionnel (niveau 4)"
    BTS = 5, "Bac + 2 : BTS, brevet de maîtrise (niveau 5)"
    LICENCE = 6, "Bac + 3 : licence, BUT (niveau 6)"
    MASTER = 7, "Bac + 5 : master, ingénieur (niveau 7)"
    DOCTORAT = 8, "Doctorat (niveau 8)"


SHORT_LABELS = {
    Level.CAP: "CAP",
    Level.BAC: "Bac",
    Level.BTS: "Bac + 2",
    Level.LICENCE: "Bac + 3",
    Level.MASTER: "Bac + 5",
    Level.DOCTORAT: "Doctorat",
}
