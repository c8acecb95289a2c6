"""Derives, from the lists, the names by which places are asked, and the label that tells each from all others."""

from collections import Counter
from collections.abc import Iterator

from apprentissage.territories.names import name_key

Rows = list[dict[str, str]]

# These territories bear the name of their only commune, or are a region and a department at once:
# their name leads to one of the two, the other is reached by its code or its key.
SAME_AS_THEIR_COMMUNE = frozenset({"75", "977", "978"})
SAME_AS_THEIR_DEPARTMENT = frozenset({"01", "02", "03", "04", "06"})
NEVER_ASKED = ""


def place_names(regions: Rows, departments: Rows, communes: Rows, former: Rows, aliases: Rows) -> Iterator[tuple]:
    """Rows of ``PlaceName``: key, words, sort, name, label, weight, department, point."""
    taken = {name_key(c["name"]) for c in communes}
    by_key = {row[0]: row for row in _areas(regions, departments, communes, taken)}
    yield from by_key.values()
    labels = commune_labels(communes)
    served_by_district = {(c["parent"], code) for c in communes if c["parent"] for code in postal_codes(c)}
    for commune in communes:
        code, name, sort = commune["code"], short_name(commune["name"]), "district" if commune["parent"] else "name"
        place = (name, labels[code], int(commune["population"] or 0), commune["department"], ewkt_point(commune))
        by_key[f"c{code}"] = row = (f"c{code}", name_key(name), sort, *place)
        yield row
        for postal_code in postal_codes(commune):
            if (code, postal_code) not in served_by_district:
                yield row[0], postal_code, "postal", *place
    for old in former:
        today = by_key[f"c{old['commune']}"]
        if name_key(old["name"]) != today[1]:
            yield today[0], name_key(old["name"]), "former", old["name"], *today[4:]
    for alias in aliases:
        place = by_key[alias["key"]]
        yield place[0], name_key(alias["name"]), "alias", alias["name"], *place[4:]


def _areas(regions: Rows, departments: Rows, communes: Rows, taken: set[str]) -> Iterator[tuple]:
    populations: Counter[str] = Counter()
    for commune in communes:
        if not commune["parent"]:
            populations[commune["department"]] += int(commune["population"] or 0)
    yield "fr", NEVER_ASKED, "name", "France entière", "France entière", populations.total(), "", None
    for region in regions:
        code, name = region["code"], region["name"]
        weight = sum(populations[d["code"]] for d in departments if d["region"] == code)
        is_double = code in SAME_AS_THEIR_DEPARTMENT
        label = f"{name} (région)" if is_double or name_key(name) in taken else name
        yield f"r{code}", NEVER_ASKED if is_double else name_key(name), "name", name, label, weight, "", None
    for department in departments:
        code, name = department["code"], department["name"]
        is_double = code in SAME_AS_THEIR_COMMUNE
        label = f"{name} (département)" if is_double or name_key(name) in taken else name
        words = NEVER_ASKED if is_double else name_key(name)
        yield f"d{code}", words, "name", name, label, populations[code], code, None


def postal_codes(commune: dict[str, str]) -> list[str]:
    """Its postal codes; a few uninhabited lands have none."""
    return [code for code in commune["postal_codes"].split("|") if code]


def ewkt_point(commune: dict[str, str]) -> str | None:
    """Its point as PostGIS reads it, or None when it is unknown."""
    return f"SRID=4326;POINT({commune['longitude']} {commune['latitude']})" if commune["longitude"] else None


def short_name(name: str) -> str:
    """ "Paris 15e Arrondissement" is called "Paris 15e"."""
    return name.removesuffix(" Arrondissement")


def commune_labels(communes: Rows) -> dict[str, str]:
    """Label of each commune: its name and department; with the postal code where that is not enough."""
    labels = {c["code"]: f"{short_name(c['name'])} ({c['department']})" for c in communes}
    shared = {label for label, times in Counter(name_key(label) for label in labels.values()).items() if times > 1}
    for commune in communes:
        code = commune["code"]
        if name_key(labels[code]) in shared:
            labels[code] = f"{short_name(commune['name'])} ({next(iter(postal_codes(commune)), code)})"
    return labels
