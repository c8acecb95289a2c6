"""Fictional offers, one from each number: the same number and the same day always give the same offer."""

import random
import re
import tomllib
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from html import escape
from itertools import accumulate
from pathlib import Path

from django.utils import timezone

from apprentissage.territories.models import Commune
from apprentissage.trades.models import Trade
from offers.constraints import DEMONSTRATION_SOURCE
from offers.intake.records import OfferRecord, SiteRecord

PHRASES = Path(__file__).with_name("phrases.toml")
POPULATION_POWER = 0.9  # a town of twice the size has a little less than twice the offers
OPEN_DAYS = (20, 110)
ADULTS_ONLY = ("K2503", "N41", "G1801", "K2602", "K2603", "K1705", "I1501", "I1502")
DRIVERS = ("N4105", "N4101", "N4102", "D1405", "K1305", "K2110")
# What a diploma's first words tell of its level, before the levels usual in the trade.
LEVEL_OF_DIPLOMA = [
    (re.compile(r"CAP|BEP|MC |Mention complémentaire"), 3),
    (re.compile(r"BP |Bac |Baccalauréat|BMA|BT |BPJEPS|Brevet"), 4),
    (re.compile(r"BTS|DEUST|DMA|DUT|BM "), 5),
    (re.compile(r"BUT|Licence|DN MADE|DCG|Bachelor"), 6),
    (re.compile(r"Master|Diplôme d'ingénieur|Titre d'ingénieur|DSCG|Ingénieur"), 7),
]
MONTHS = {3: (24, 24, 24, 12), 4: (24, 24, 36, 12), 5: (24, 24, 24, 12), 6: (12, 12, 36, 24), 7: (24, 24, 12, 36)}
NOT_A_LETTER = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True)
class Town:
    code: str
    name: str
    department: str
    longitude: float
    latitude: float


@dataclass(frozen=True)
class Calling:
    """A trade as the offers need it."""

    rome: str
    masculine: str
    feminine: str
    diplomas: tuple[str, ...]
    levels: tuple[int, ...]
    family: dict


class Generator:
    """The offers of a demonstration. The ground (communes, trades) must be loaded."""

    def __init__(self, seed: int = 2027, today: date | None = None):
        self.seed, self.today = seed, today or timezone.localdate()
        self.phrases = tomllib.loads(PHRASES.read_text())
        self._load_towns()
        self._load_trades()

    def _load_towns(self) -> None:
        """Communes with people and a point; Paris, Lyon and Marseille by arrondissement."""
        rows = (
            Commune.objects.exclude(point=None).exclude(population=None).filter(arrondissements=None).order_by("code")
        )
        columns = rows.values_list("code", "name", "department_id", "point", "population")
        self.towns, weights = [], []
        self.towns_of: dict[str, list[Town]] = defaultdict(list)
        for code, name, department, point, population in columns.iterator():
            assert point is not None and population is not None  # noqa: S101, PT018 -- asked just above
            town = Town(code, re.sub(r" Arrondissement$", "", name), department, point.x, point.y)
            self.towns.append(town)
            self.towns_of[department].append(town)
            weights.append(population**POPULATION_POWER)
        self.town_weights = list(accumulate(weights))

    def _load_trades(self) -> None:
        self.trades, weights = [], []
        shares: dict[str, int] = defaultdict(int)
        trades = list(Trade.objects.order_by("slug"))
        for trade in trades:
            shares[trade.rome_id] += 1
        for trade in trades:
            family = self._family(trade.rome_id)
            levels = tuple(level for level in trade.levels if level in MONTHS) or (3,)
            self.trades.append(
                Calling(trade.rome_id, trade.masculine, trade.feminine, tuple(trade.diplomas), levels, family)
            )
            # Trades that share a frequent code share its weight.
            weights.append(max(self.phrases["weights"].get(trade.rome_id, 0) / shares[trade.rome_id], 0.3))
        self.trade_weights = list(accumulate(weights))

    def _family(self, rome: str) -> dict:
        fitting = [
            (len(code), family)
            for family in self.phrases["families"]
            for code in family["codes"]
            if rome.startswith(code)
        ]
        return max(fitting, key=lambda each: each[0])[1]

    def _trade_and_town(self, number: int, dice: random.Random) -> tuple[Calling, Town]:
        """By chance, but for the first offers: whoever discovers the service finds bakers around Sarlat."""
        showcase = self.phrases["showcase"]
        if number <= len(showcase["towns"]):
            trade = next(each for each in self.trades if each.masculine == showcase["trade"])
            return trade, next(each for each in self.towns if each.code == showcase["towns"][number - 1])
        [trade] = dice.choices(self.trades, cum_weights=self.trade_weights)
        [town] = dice.choices(self.towns, cum_weights=self.town_weights)
        return trade, town

    def offer(self, number: int) -> OfferRecord:
        """The offer of a number, from 1."""
        dice = random.Random(self.seed * 10_000_000 + number)  # noqa: S311  (the same every time is what is wanted)
        trade, town = self._trade_and_town(number, dice)
        surname = dice.choice(self.phrases["surnames"])
        employer = dice.choice(trade.family["names"]).format(s=surname, v=town.name)
        diploma = dice.choice(trade.diplomas) if trade.diplomas else ""
        level = _level(diploma, trade, dice)
        taught = dice.sample(trade.family["skills"], k=dice.randint(2, 4))
        age, hours = _age(trade, dice), dice.choice(trade.family["hours"])
        return OfferRecord(
            source=DEMONSTRATION_SOURCE,
            source_id=f"demo-{number:06}",
            source_label="Démonstration",
            is_fictional=True,
            siret=_siret(number),
            employer_name=employer[:160],
            title=self._title(trade, diploma, dice),
            description=self._description(trade, town, employer, hours, dice),
            sites=self._sites(town, dice),
            rome_codes=[trade.rome],
            level=level,
            diploma=diploma,
            desired_skills=dice.sample(self.phrases["soft_skills"], k=dice.randint(1, 3)),
            taught_skills=taught,
            months=dice.choice(MONTHS[level]),
            minimum_age=age,
            needs_licence=_licence(trade, dice),
            welcomes_disabled=True if dice.random() < 0.2 else None,
            openings=dice.choices((1, 2, 3, 5), weights=(88, 8, 3, 1))[0],
            weekly_hours=dice.choices((Decimal(35), Decimal(39), None), weights=(70, 15, 15))[0],
            rhythm=dice.choice(self.phrases["rhythms"]) if dice.random() < 0.7 else "",
            housing=dice.choice(self.phrases["housing"]) if dice.random() < trade.family.get("housing", 0.06) else "",
            transport=dice.choice(self.phrases["transport"]) if dice.random() < 0.35 else "",
            **self._ways_to_apply(surname, number, dice),
            **self._dates(dice),
        )

    def _title(self, trade: Calling, diploma: str, dice: random.Random) -> str:
        pattern = dice.choice(self.phrases["titles"])
        if "{diploma}" in pattern and not diploma:
            pattern = "{M} (H/F)"
        title = pattern.format(
            m=trade.masculine,
            f=trade.feminine,
            M=_capital(trade.masculine),
            F=_capital(trade.feminine),
            diploma=diploma,
        )
        return title if len(title) <= 200 else _capital(trade.masculine)

    def _description(self, trade: Calling, town: Town, employer: str, hours: str, dice: random.Random) -> str:
        phrases = self.phrases
        opening = dice.choice(phrases["openings"]).format(employer=employer, v=town.name, k=dice.randint(3, 40))
        tasks = dice.sample(trade.family["tasks"], k=dice.randint(3, 5))
        blocks = [f"<p>{escape(opening, quote=False)} {dice.choice(phrases['tutors'])}</p>"]
        blocks.append("<ul>" + "".join(f"<li>{task}</li>" for task in tasks) + "</ul>")
        blocks.append(f"<p>{dice.choice(phrases['profiles'])} {hours}</p>")
        if dice.random() < 0.6:
            blocks.append(f"<p>{dice.choice(phrases['closings'])}</p>")
        return "".join(blocks)

    def _sites(self, town: Town, dice: random.Random) -> list[SiteRecord]:
        others = self.towns_of[town.department]
        more = dice.sample(others, k=min(dice.randint(1, 3), len(others))) if dice.random() < 0.03 else []
        return [self._site(each, dice) for each in dict.fromkeys([town, *more])]

    def _site(self, town: Town, dice: random.Random) -> SiteRecord:
        address = f"{dice.randint(1, 120)} {dice.choice(self.phrases['streets'])}"
        longitude, latitude = town.longitude + dice.gauss(0, 0.005), town.latitude + dice.gauss(0, 0.004)
        return SiteRecord(town.code, round(longitude, 5), round(latitude, 5), address)

    def _ways_to_apply(self, surname: str, number: int, dice: random.Random) -> dict:
        host = NOT_A_LETTER.sub("-", unicodedata.normalize("NFKD", surname.lower()).encode("ascii", "ignore").decode())
        phone = f"+3319900{dice.randint(0, 9999):04}" if dice.random() < 0.3 else ""
        return {"apply_email": f"apprentissage@{host}-{number}.example", "apply_phone": phone}

    def _dates(self, dice: random.Random) -> dict:
        published = timezone.now().replace(hour=7, minute=0, second=0, microsecond=0)
        age = min(int(dice.expovariate(1 / 18)) + 1, 60)
        kind = dice.choices(("date", "soon", "flexible"), weights=(50, 30, 20))[0]
        return {
            "published_at": published - timedelta(days=age, minutes=dice.randint(0, 600)),
            "closes_on": self.today + timedelta(days=dice.randint(*OPEN_DAYS)),
            "start_kind": kind,
            "starts_on": self._start(dice) if kind == "date" else None,
        }

    def _start(self, dice: random.Random) -> date:
        """Half at the next start of the school year, the others any Monday of the ten months to come."""
        if dice.random() < 0.5:
            year = self.today.year + (self.today.month >= 9)
            return date(year, 9, 1)
        day = self.today + timedelta(days=dice.randint(14, 300))
        return day - timedelta(days=day.weekday())


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _level(diploma: str, trade: Calling, dice: random.Random) -> int:
    for pattern, level in LEVEL_OF_DIPLOMA:
        if pattern.match(diploma):
            return level
    return dice.choice(trade.levels)


def _age(trade: Calling, dice: random.Random) -> int | None:
    if trade.rome.startswith(ADULTS_ONLY):
        return 18
    return dice.choices((None, 16, 18), weights=(85, 8, 7))[0]


def _licence(trade: Calling, dice: random.Random) -> bool | None:
    if trade.rome in DRIVERS:
        return True
    if dice.random() < trade.family.get("licence", 0.02):
        return True
    return False if dice.random() < 0.5 else None


def _siret(number: int) -> str:
    """A well-formed SIRET that begins with 000: a hundred thousand made-up companies, then their other offices."""
    siren = _with_key(f"000{number % 100_000:05}")
    return _with_key(f"{siren}{number // 100_000 + 1:04}")


def _with_key(digits: str) -> str:
    """The digits and their Luhn key."""
    total = 0
    for rank, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if rank % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return f"{digits}{-total % 10}"
