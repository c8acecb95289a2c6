"""Puts the committed trades in the database: about a second, and nothing when they are already there.

Rows are updated in place: offers refer to them. What ``import_rome`` brought (definitions, other codes) is left alone.
"""

import hashlib
import tomllib
from pathlib import Path

from django.db import connection, transaction

from apprentissage.trades import DATA, naming, words
from apprentissage.trades.models import Domain, LoadStamp, Rome, SubDomain, Trade

STAMP = "trades"
LOCK = 2_402_402  # any number, the same for every loader of trades


def load_trades(folder: Path = DATA) -> bool:
    """Load domains, ROME codes and trades, all or nothing. Returns False when this very data was already there."""
    digest = _digest(folder)
    if LoadStamp.objects.filter(name=STAMP, digest=digest).exists():
        return False
    with transaction.atomic():
        lock()
        _load_domains(read(folder / "domains.toml"))
        _load_romes(read(folder / "romes.toml"))
        _load_trades(read_trades(folder))
        naming.write_trade_names()
        naming.write_appellation_names()
        LoadStamp.objects.update_or_create(name=STAMP, defaults={"digest": digest})
    return True


def lock() -> None:
    """Let one loader of trades work at a time, until the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def read(path: Path) -> dict:
    """The tables of one data file."""
    with path.open("rb") as file:
        return tomllib.load(file)


def read_trades(folder: Path = DATA) -> dict[str, dict]:
    """Every trade by its slug. Raises ValueError when two files use the same slug."""
    trades: dict[str, dict] = {}
    for path in sorted((folder / "trades").glob("*.toml")):
        found = read(path)
        if twice := trades.keys() & found.keys():
            raise ValueError(f"{path.name} : identifiants déjà pris : {', '.join(sorted(twice))}.")
        trades |= found
    return trades


def _digest(folder: Path) -> str:
    """Fingerprint of the data and of the code that reduces names: a new rule of words rewrites the names too."""
    code = [Path(str(module.__file__)) for module in (naming, words)] + [Path(__file__)]
    digest = hashlib.sha256()
    for path in [*sorted(folder.rglob("*.toml")), *code]:
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _load_domains(domains: dict) -> None:
    _upsert(Domain, [Domain(code=code, name=domain["name"]) for code, domain in domains.items()], ["name"])
    subdomains = [
        SubDomain(code=code, name=name, domain_id=letter)
        for letter, domain in domains.items()
        for code, name in domain["subdomains"].items()
    ]
    _upsert(SubDomain, subdomains, ["name", "domain"])


def _load_romes(labels: dict[str, str]) -> None:
    """Add the codes that are missing. Those there already may come from a newer ROME than ours: they keep its words."""
    romes = [Rome(code=code, label=label, subdomain_id=code[:3]) for code, label in labels.items()]
    Rome.objects.bulk_create(romes, ignore_conflicts=True)


def _load_trades(trades: dict[str, dict]) -> None:
    """A trade that left the files leaves the database: nothing refers to it but its names."""
    rows = [
        Trade(
            slug=slug,
            rome_id=trade["rome"],
            feminine=trade["feminine"],
            masculine=trade["masculine"],
            everyday_names=trade["everyday_names"],
            diplomas=trade["diplomas"],
            levels=trade["levels"],
        )
        for slug, trade in trades.items()
    ]
    _upsert(Trade, rows, ["rome", "feminine", "masculine", "everyday_names", "diplomas", "levels"])
    Trade.objects.exclude(slug__in=trades).delete()


def _upsert(model, rows, fields: list[str]) -> None:
    model.objects.bulk_create(rows, update_conflicts=True, unique_fields=[model._meta.pk.name], update_fields=fields)
