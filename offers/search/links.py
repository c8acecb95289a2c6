"""The links of a page of results: the same search with one thing changed. Every search is a link."""

from urllib.parse import quote_plus

from django.urls import reverse

from offers.filters import OfferFilter


class Links:
    """Addresses made from what the visitor asked; parameters that are unknown, empty or in error are not carried."""

    def __init__(self, filters: OfferFilter, path: str = "offers:search"):
        self.path = reverse(path)
        asked = {name: list(filter(None, filters.data.getlist(name))) for name in filters.form.fields}
        self.values = {name: values for name, values in asked.items() if values and name not in filters.form.errors}
        self._parts = {name: _encoded(name, values) for name, values in self.values.items()}

    def but(self, **changes) -> str:
        """The address with these parameters changed: a value, a list, or None to drop it. The page starts again."""
        parts = self._parts | {
            name: _encoded(name, value if isinstance(value, list) else [value]) for name, value in changes.items()
        }
        query = "&".join(filter(None, parts.values()))
        return f"{self.path}?{query}" if query else self.path

    def toggling(self, name: str, value: str, is_on: bool, is_multiple: bool) -> str:
        """The address with a choice turned on, or off when it was on."""
        if not is_multiple:
            return self.but(**{name: None if is_on else value})
        values = self.values.get(name, [])
        kept = [other for other in values if other != value]
        return self.but(**{name: kept if is_on else [*kept, value]})


def _encoded(name: str, values: list) -> str:
    return "&".join(f"{name}={quote_plus(str(value))}" for value in values if value not in (None, ""))
