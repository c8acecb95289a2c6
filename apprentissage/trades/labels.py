"""ROME writes "masculine / feminine" and shares what both have in common; here each gets its own whole label."""


def both_genders(label: str) -> tuple[str, str]:
    """The masculine and the feminine of a label of ROME; the same twice when it has one form.

    "Chargé / Chargée de recrutement" shares its end, "Analyste concepteur / Conceptrice" its beginning.
    """
    left, separator, right = label.partition(" / ")
    if not separator:
        return label, label
    masculine, feminine = left.split(), right.split()
    head = next((i for i, word in enumerate(masculine) if _alike(word, feminine[0])), 0)
    tail = feminine[len(masculine) - head :]
    return " ".join(masculine + tail), " ".join(masculine[:head] + feminine)


def _alike(one: str, other: str) -> bool:
    return one[:3].casefold() == other[:3].casefold()
