"""ROME writes "masculine / feminine" and shares what both have in common; here each gets its own whole label."""


def both_genders(label: str) -> tuple[str, str]:
    """The masculine and the feminine of a label of ROME; the same twice when it has one form.

    "Chargé / Chargée de recrutement" shares its end, "Analyste concepteur / Conceptrice" its beginning.
    """
    left, separator, right = label.partition(" / ")
    if not separator or not right.strip():
        return label, label
    masculine, feminine = left.split(), right.split()
    head = next((i for i, word in enumerate(masculine) if _alike(word, feminine[0])), 0)
    tail = feminine[len(masculine) - head :]
    return " ".join(masculine + tail), " ".join(masculine[:head] + feminine)


def _alike(one: str, other: str) -> bool:
    """Whether two words differ by their end only: a masculine and its feminine."""
    one, other = one.casefold(), other.casefold()
    return one != other and one[:3] == other[:3]
