"""What answers keep of people: a choice about mails, and nothing of candidates."""

from apprentissage.privacy import Kept, register
from offers.answers import digest
from offers.answers.models import NoDigest

register(
    Kept(
        name="Résumé du matin",
        data="votre choix de ne pas le recevoir",
        why="ne plus vous l'envoyer",
        lasts=None,  # it goes with the account
        since="votre choix",
        export=lambda user: {"résumé du matin": "refusé"} if digest.is_off(user) else None,
        erase=lambda user: NoDigest.objects.filter(user=user).delete()[0],
    )
)
