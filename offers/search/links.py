"""The links of a page of results: the same search with one thing changed. Every search is a link."""

from django.http import QueryDict
from django.urls import reverse

from offers.filters import OfferFilter


class Links:
    """Addresses made from what the visitor asked; parameters that are unknown, empty or in error are not carried."""

    def __init__(self, filters: OfferFilter, path: str = "offers:search"):
        self.path = reverse(path)
        self.params = QueryDict(mutable=True)
        for name in filters.form.fields:
            values = [value for value in filters.data.getlist(name) if value]
            if values and name not in filters.form.errors:
                self.params.setlist(name, values)

    def but(self, **changes) -> str:
        """The address with these parameters changed: a value, a list, or None to drop it. The page starts again."""
        params = self.params.copy()
        for name, value in changes.items():
            if value in (None, "", []):
                params.pop(name, None)
            else:
                params.setlist(name, [str(item) for item in (value if isinstance(value, list) else [value])])
        return f"{self.path}?{params.urlencode()}" if params else self.path

    def toggling(self, name: str, value: str, is_on: bool, is_multiple: bool) -> str:
        """The address with a choice turned on, or off when it was on."""
        if not is_multiple:
            return self.but(**{name: None if is_on else value})
        values = self.params.getlist(name)
        kept = [other for other in values if other != value]
        return self.but(**{name: kept if is_on else [*kept, value]})
