"""Where a partner's address is, without leaving the machine: its postal code and its commune's name.

The names are those of ``territories``; they are held in memory during an import, since a query per offer would be
half of its cost.
"""

import re
from collections import defaultdict
from dataclasses import dataclass, field

from django.contrib.gis.db.models import PointField
from django.db.models import FloatField, Func
from django.db.models.functions import Cast

from apprentissage.territories.models import Commune, FormerCommune, PlaceName
from apprentissage.territories.names import name_key
from offers.intake.records import Code, RefusedError, SiteRecord

POSTAL_CODE = re.compile(r"\b(\d{5})\b[ ,\-]*(?!.*\b\d{5}\b)(.*)$", re.DOTALL)
COUNTRY = re.compile(r"[,\s]+france\s*$", re.IGNORECASE)
LONGEST_ADDRESS = 200
NEAR = 0.7  # degrees: a point given for a commune that lies further is a mistake

# Numbers rather than points: reading 35,000 geometries would take longer than the import of a small file.
COORDINATES = {
    "longitude": Func(Cast("point", PointField()), function="ST_X", output_field=FloatField()),
    "latitude": Func(Cast("point", PointField()), function="ST_Y", output_field=FloatField()),
}


@dataclass
class Gazetteer:
    """Communes by code, postal code and name."""

    points: dict[str, tuple[float, float]] = field(default_factory=dict)  # longitude, latitude
    labels: dict[str, str] = field(default_factory=dict)
    parents: dict[str, str] = field(default_factory=dict)
    cities: set[str] = field(default_factory=set)  # those that have arrondissements
    today: dict[str, str] = field(default_factory=dict)  # former code → commune of today
    by_postal_code: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    names: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))  # of each commune, reduced
    by_name: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def loaded(cls) -> "Gazetteer":
        """All communes of the database (35,000 of them, some 30 MB)."""
        gazetteer = cls()
        gazetteer.today = dict(FormerCommune.objects.values_list("code", "commune_id"))
        communes = Commune.objects.exclude(point=None).annotate(**COORDINATES)
        columns = ["code", "name", "parent_id", "postal_codes", "longitude", "latitude"]
        for code, name, parent, postal_codes, longitude, latitude in communes.values_list(*columns).iterator():
            gazetteer.points[code] = (longitude, latitude)
            gazetteer.labels[code] = name
            if parent:
                gazetteer.parents[code] = parent
                gazetteer.cities.add(parent)
            for postal_code in postal_codes:
                gazetteer.by_postal_code[postal_code].append(code)
        for words, key in PlaceName.objects.of_kind("c").names().values_list("words", "key").iterator():
            if (code := key[1:]) in gazetteer.points and code not in gazetteer.by_name[words]:
                gazetteer.by_name[words].append(code)
        for name, codes in gazetteer.by_name.items():
            for code in codes:
                gazetteer.names[code].append(name)
        return gazetteer

    def site_of_address(self, address: str) -> SiteRecord:
        """The site at a postal address that ends with a postal code and a commune.

        Raises ``RefusedError`` when the address names no commune, or several.
        """
        street, commune = self._street_and_commune(COUNTRY.sub("", address))
        longitude, latitude = self.points[commune]
        return SiteRecord(commune, longitude, latitude, address=street[:LONGEST_ADDRESS])

    def site_of_commune(self, code: str, longitude: float | None = None, latitude: float | None = None) -> SiteRecord:
        """The site in a commune known by its INSEE code, even a former one; at a point when a likely one is given."""
        code = self.today.get(code, code)
        if code not in self.points:
            raise _not_found("Le code INSEE de la commune de travail n'est pas connu.")
        centre = self.points[code]
        if longitude is None or latitude is None or max(abs(longitude - centre[0]), abs(latitude - centre[1])) > NEAR:
            longitude, latitude = centre
        return SiteRecord(code, longitude, latitude)

    def _street_and_commune(self, address: str) -> tuple[str, str]:
        found = POSTAL_CODE.search(address)
        if found:
            return address[: found.start()].strip(" ,-"), self._commune_with_postal_code(found[1], found[2])
        street, _, name = address.rpartition(",")
        named = self.by_name.get(name_key(name), [])
        if len(named) == 1:
            return street.strip(" ,-"), named[0]
        if named:
            raise _not_found("Plusieurs communes portent ce nom : ajoutez le code postal à l'adresse.")
        raise _not_found("L'adresse du lieu de travail ne se termine pas par un code postal et une commune connus.")

    def _commune_with_postal_code(self, postal_code: str, name: str) -> str:
        served = self.by_postal_code.get(postal_code, [])
        named = self.by_name.get(name_key(name), []) if name.strip() else []
        both = [code for code in served if code in named] or self._nearly_named(name_key(name), served)
        if len(both) == 1:
            return self._arrondissement(both[0], served)
        if not named and served and (len(served) == 1 or all(map(self._is_of_a_city, served))):
            return self._arrondissement(served[0], served)
        in_department = [code for code in named if _department(code) == _department(postal_code)]
        if not served and len(in_department) == 1:  # a postal code of the Cedex kind, in no list of communes
            return in_department[0]
        if served:
            choices = ", ".join(self.labels[code] for code in served[:8])
            raise _not_found(f"Le code postal {postal_code} ne dessert aucune commune ainsi nommée, mais : {choices}.")
        raise _not_found(f"Le code postal {postal_code} et sa commune ne sont pas connus.")

    def _nearly_named(self, key: str, served: list[str]) -> list[str]:
        """Communes whose name begins with the one given, or the reverse: "Sarlat", "Metz Technopole"."""
        return [
            code
            for code in served
            if key and any(f"{name} ".startswith(f"{key} ") or key.startswith(f"{name} ") for name in self.names[code])
        ]

    def _is_of_a_city(self, code: str) -> bool:
        """Whether it is an arrondissement, or the city that has some."""
        return code in self.parents or code in self.cities

    def _arrondissement(self, code: str, served: list[str]) -> str:
        """The only arrondissement of a city that a postal code serves: "75011 Paris" is the eleventh."""
        parts = [each for each in served if self.parents.get(each) == code]
        return parts[0] if len(parts) == 1 else code


def _department(code: str) -> str:
    """The department in an INSEE or postal code; both codes of Corsica begin by 20 for the post."""
    head = code[:3] if code.startswith(("97", "98")) else code[:2]
    return "20" if head in ("2A", "2B") else head


def _not_found(sentence: str) -> RefusedError:
    return RefusedError(Code.GEOLOCATION_NOT_FOUND, sentence)
