"""Questions that an employer may ask everybody who applies: a fixed list without harm, and one of its own."""

MOST = 3  # with the free one

# All are about the work or the training; none needs to know who the person is.
QUESTIONS = {
    "pourquoi": "Qu'est-ce qui vous plaît dans ce métier ?",
    "deja": "Avez-vous déjà essayé ce métier : un stage, une aide, une passion ?",
    "venir": "Comment viendrez-vous au travail ?",
    "quand": "À partir de quand êtes-vous disponible ?",
    "ecole": "Êtes-vous déjà inscrit dans un centre de formation ? Lequel ?",
    "horaires": "Les horaires de ce métier vous conviennent-ils ?",
    "fier": "Racontez quelque chose que vous avez fait et dont vous êtes fier.",
}


def questions_of(offer) -> list[str]:
    """What the employer asks to whoever applies for this offer; at most three sentences, often none."""
    posting = getattr(offer, "posting", None)
    return list(posting.questions) if posting else []
