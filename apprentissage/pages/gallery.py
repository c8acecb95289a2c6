"""What the gallery shows: sample values, no database."""


def context() -> dict[str, object]:
    return {}
