"""Enriches the trades with the official archive of ROME: all or nothing, and the same result when run again.

Codes are added and renamed in place, never deleted: offers refer to them. One that left the register is marked retired.
Skills, mobilities and appellations, to which nothing else refers, become exactly those of the archive.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from django.db import models, transaction

from apprentissage.trades import naming
from apprentissage.trades.labels import both_genders
from apprentissage.trades.loading import lock
from apprentissage.trades.models import (
    Appellation,
    Domain,
    Mobility,
    Rome,
    RomeSkill,
    Skill,
    SubDomain,
)
from apprentissage.trades.rome_archive import Line, Part, Source, open_archive

BATCH = 2000  # rows written at a time
SKILL_REFERENCES = {"", "1", "2"}  # of the links: skills and activities; the others are working conditions
CORE_BLOCK = "8"  # of the links: what everybody in the trade does; block 9 is what some do
SOFT = "Savoir-être professionnel"
TEXT_FIELDS = {"definition": "definition", "acces_metier": "access"}


@dataclass(frozen=True)
class Refusal:
    """A line left out: where it stands, a stable code, and a sentence."""

    file: str
    line: int
    code: str
    sentence: str


@dataclass
class Report:
    """What an import read, wrote and left out."""

    read: Counter = field(default_factory=Counter)
    written: Counter = field(default_factory=Counter)
    files: dict[Part, str] = field(default_factory=dict)
    refusals: list[Refusal] = field(default_factory=list)
    retired: list[str] = field(default_factory=list)
    links_to_elsewhere: int = 0  # links to an element that no file of the archive describes

    def refuse(self, source: Source, line: Line, code: str, sentence: str) -> None:
        self.refusals.append(Refusal(source.name, line.number, code, sentence))


def import_rome(path: Path) -> Report:
    """Import a folder or a ZIP. Raises UnreadableArchive, with nothing changed, when it cannot be read to its end."""
    sources = open_archive(path)
    report = Report(files={part: source.name for part, source in sources.items()})
    with transaction.atomic():
        lock()
        for part, read in READERS.items():
            if part in sources:
                read(sources[part], report)
        _write_skills_of_romes(sources, report)
        if Part.APPELLATIONS in sources:
            naming.write_appellation_names()
    return report


def _import_domains(source: Source, report: Report) -> None:
    domains, subdomains = {}, {}
    for line in source.lines():
        report.read[Part.DOMAINS] += 1
        domain, subdomain = line["code_grand_domaine"], line["code_domaine_professionel"]
        if len(domain) != 1 or len(subdomain) != 3 or not subdomain.startswith(domain):
            report.refuse(source, line, "bad_code", f"« {domain} », « {subdomain} » : pas des codes de domaine.")
            continue
        domains[domain] = Domain(code=domain, name=line["libelle_grand_domaine"])
        subdomains[subdomain] = SubDomain(code=subdomain, name=line["libelle_domaine_professionel"], domain_id=domain)
    _upsert(Domain, domains.values(), ["name"])
    report.written[Part.DOMAINS] = _upsert(SubDomain, subdomains.values(), ["name", "domain"])


def _import_codes(source: Source, report: Report) -> None:
    subdomains = set(SubDomain.objects.values_list("code", flat=True))
    seen: set[str] = set()

    def romes() -> Iterator[Rome]:
        for line in _lines(source, report, Part.CODES, Rome, "label", "libelle_rome"):
            code, parent = line["code_rome"], line["code_rome_parent"]
            if len(code) != 5 or code[:3] not in subdomains:
                report.refuse(source, line, "unknown_domain", f"« {code} » n'appartient à aucun domaine connu.")
            elif _is_new(code, seen, source, line, report):
                parent_id = parent if parent != code else None
                yield Rome(code=code, label=line["libelle_rome"], subdomain_id=code[:3], parent_id=parent_id or None)

    fields = ["label", "subdomain", "is_retired"] + ["parent"] * ("code_rome_parent" in source.header())
    report.written[Part.CODES] = _upsert(Rome, romes(), fields)
    Rome.objects.exclude(parent=None).exclude(parent__in=seen).update(parent=None)
    gone = Rome.objects.current().exclude(code__in=seen)
    report.retired = sorted(gone.values_list("code", flat=True))
    gone.update(is_retired=True)


def _import_appellations(source: Source, report: Report) -> None:
    romes = _known_romes()
    seen: set[int] = set()

    def appellations() -> Iterator[Appellation]:
        for line in _lines(source, report, Part.APPELLATIONS, Appellation, "label", "libelle_appellation_long"):
            code, label = line.number_in("code_ogr"), line["libelle_appellation_long"]
            if line["code_rome"] not in romes:
                report.refuse(source, line, "unknown_rome", f"Le code ROME « {line['code_rome']} » est inconnu.")
            elif code is None:
                report.refuse(source, line, "bad_code", f"« {line['code_ogr']} » n'est pas un code.")
            elif _is_new(code, seen, source, line, report):
                masculine, feminine = both_genders(label)
                yield Appellation(
                    code=code,
                    rome_id=line["code_rome"],
                    label=label,
                    masculine=masculine,
                    feminine=feminine,
                    is_main="PRINCIPALE" in (line["classification"], line["libelle_type_section_appellation"]),
                    is_rarely_used=line["peu_usite"] == "O",
                )

    fields = ["rome", "label", "masculine", "feminine", "is_main", "is_rarely_used"]
    report.written[Part.APPELLATIONS] = _upsert(Appellation, appellations(), fields)
    Appellation.objects.exclude(code__in=seen).delete()


def _import_skills(source: Source, report: Report) -> None:
    def kind(line: Line) -> Skill.Kind:
        if line["cat_comp"] == SOFT:
            return Skill.Kind.SOFT
        return Skill.Kind.KNOWLEDGE if "SAVOIRS" in line["libelle_type_competence"] else Skill.Kind.KNOW_HOW

    _upsert_skills(source, report, Part.SKILLS, ("code_ogr", "libelle_competence"), kind)


def _import_knowledge(source: Source, report: Report) -> None:
    columns = ("code_ogr_savoir", "libelle_savoir")
    _upsert_skills(source, report, Part.KNOWLEDGE, columns, lambda line: Skill.Kind.KNOWLEDGE)


def _upsert_skills(
    source: Source, report: Report, part: Part, columns: tuple[str, str], kind: Callable[[Line], Skill.Kind]
) -> None:
    seen: set[int] = set()

    def skills() -> Iterator[Skill]:
        for line in _lines(source, report, part, Skill, "label", columns[1]):
            if (code := line.number_in(columns[0])) is None:
                report.refuse(source, line, "bad_code", f"« {line[columns[0]]} » n'est pas un code.")
            elif _is_new(code, seen, source, line, report):
                yield Skill(code=code, label=line[columns[1]], kind=kind(line))

    report.written[part] = _upsert(Skill, skills(), ["label", "kind"])


def _import_mobilities(source: Source, report: Report) -> None:
    romes = _known_romes()
    seen: set[tuple[str, str]] = set()

    def mobilities() -> Iterator[Mobility]:
        for line in source.lines():
            report.read[Part.MOBILITIES] += 1
            pair = line["code_rome"], line["code_rome_cible"]
            if not romes.issuperset(pair):
                report.refuse(source, line, "unknown_rome", f"« {pair[0]} » ou « {pair[1]} » est inconnu.")
            elif pair[0] == pair[1]:
                report.refuse(source, line, "same_rome", f"« {pair[0]} » ne mène qu'à lui-même.")
            elif _is_new(pair, seen, source, line, report):
                evolves = line["code_type_mobilite"] == "2" or "volution" in line["libelle_type_mobilite"]
                yield Mobility(
                    origin_id=pair[0],
                    target_id=pair[1],
                    kind=Mobility.Kind.EVOLUTION if evolves else Mobility.Kind.NEAR,
                    rank=line.number_in("numero_ordre") or 1,
                )

    Mobility.objects.all().delete()
    report.written[Part.MOBILITIES] = _insert(Mobility, mobilities())


def _import_texts(source: Source, report: Report) -> None:
    romes = _known_romes()
    phrases: dict[str, dict[str, list[tuple[int, str]]]] = {name: defaultdict(list) for name in TEXT_FIELDS.values()}
    for line in source.lines():
        if not (name := TEXT_FIELDS.get(line["libelle_type_texte"])):
            continue
        report.read[Part.TEXTS] += 1
        if line["code_rome"] not in romes:
            report.refuse(source, line, "unknown_rome", f"Le code ROME « {line['code_rome']} » est inconnu.")
            continue
        phrases[name][line["code_rome"]].append((line.number_in("position_phrase") or 0, line["libelle_texte"]))
    changed = list(Rome.objects.filter(code__in=set().union(*phrases.values())))
    for rome in changed:
        for name, texts in phrases.items():
            setattr(rome, name, "\n".join(text for _, text in sorted(texts[rome.code])))
    Rome.objects.bulk_update(changed, list(phrases), batch_size=500)
    report.written[Part.TEXTS] = len(changed)


def _write_skills_of_romes(sources: dict[Part, Source], report: Report) -> None:
    """Replace the links between codes and skills by those of the two files that hold some."""
    if not {Part.LINKS, Part.COHERENCE} & sources.keys():
        return
    romes, skills = _known_romes(), set(Skill.objects.values_list("code", flat=True))
    is_core: dict[tuple[str, int], bool] = {}
    for part in (Part.LINKS, Part.COHERENCE):
        for line in sources[part].lines() if part in sources else ():
            if line["code_type_referentiel"] not in SKILL_REFERENCES:
                continue
            report.read[part] += 1
            pair = line["code_rome"], line.number_in("code_ogr") or 0
            if pair[0] in romes and pair[1] in skills:
                report.written[part] += pair not in is_core
                is_core[pair] = is_core.get(pair, False) or line["code_compo_bloc"] == CORE_BLOCK
            else:
                report.links_to_elsewhere += part is Part.LINKS
    RomeSkill.objects.all().delete()
    links = (RomeSkill(rome_id=rome, skill_id=skill, is_core=core) for (rome, skill), core in is_core.items())
    _insert(RomeSkill, links)


READERS = {  # in this order: each needs what the ones before it wrote
    Part.DOMAINS: _import_domains,
    Part.CODES: _import_codes,
    Part.APPELLATIONS: _import_appellations,
    Part.SKILLS: _import_skills,
    Part.KNOWLEDGE: _import_knowledge,
    Part.MOBILITIES: _import_mobilities,
    Part.TEXTS: _import_texts,
}


def _lines(source: Source, report: Report, part: Part, model, name: str, column: str) -> Iterator[Line]:
    """The lines whose label can be kept; the others are reported."""
    longest = model._meta.get_field(name).max_length
    for line in source.lines():
        report.read[part] += 1
        if not line[column]:
            report.refuse(source, line, "empty_label", "Le libellé est vide.")
        elif len(line[column]) > longest:
            report.refuse(source, line, "too_long", f"Le libellé dépasse {longest} caractères.")
        else:
            yield line


def _is_new(key, seen: set, source: Source, line: Line, report: Report) -> bool:
    if key in seen:
        report.refuse(source, line, "duplicate", f"« {key} » est déjà plus haut dans le fichier.")
        return False
    seen.add(key)
    return True


def _known_romes() -> set[str]:
    return set(Rome.objects.values_list("code", flat=True))


def _upsert(model: type[models.Model], rows: Iterable, fields: list[str]) -> int:
    key = [model._meta.pk.name]
    return _insert(model, rows, update_conflicts=True, unique_fields=key, update_fields=fields)


def _insert(model: type[models.Model], rows: Iterable, **on_conflict) -> int:
    """Write rows as they come, a batch at a time; returns how many."""
    rows, written = iter(rows), 0
    while batch := list(islice(rows, BATCH)):
        model._default_manager.bulk_create(batch, **on_conflict)
        written += len(batch)
    return written
