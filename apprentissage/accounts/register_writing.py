"""From the columns of SIRENE to our tables, a batch at a time, inside PostgreSQL."""

from apprentissage.accounts.register_import import RegisterImport

Kind = RegisterImport.Kind

# Our short names of the columns, needed then wished for.
NEEDED = {
    Kind.ESTABLISHMENTS: {
        "siret": "siret",
        "status": "statutDiffusionEtablissement",
        "state": "etatAdministratifEtablissement",
    },
    Kind.UNITS: {"siren": "siren", "status": "statutDiffusionUniteLegale"},
}
UNIT = {
    "company": "denominationUniteLegale",
    "family_name": "nomUniteLegale",
    "used_name": "nomUsageUniteLegale",
    "first_name": "prenom1UniteLegale",
    "used_first_name": "prenomUsuelUniteLegale",
    "legal_form": "categorieJuridiqueUniteLegale",
}
WISHED = {
    Kind.ESTABLISHMENTS: {
        "sign": "enseigne1Etablissement",
        "usual_name": "denominationUsuelleEtablissement",
        "naf": "activitePrincipaleEtablissement",
        "band": "trancheEffectifsEtablissement",
        "employer": "caractereEmployeurEtablissement",
        "craft": "activitePrincipaleRegistreMetiersEtablissement",
        "opened": "dateCreationEtablissement",
        "number": "numeroVoieEtablissement",
        "repetition": "indiceRepetitionEtablissement",
        "street_kind": "typeVoieEtablissement",
        "street": "libelleVoieEtablissement",
        "postal_code": "codePostalEtablissement",
        "commune": "codeCommuneEtablissement",
        **UNIT,
    },
    Kind.UNITS: UNIT,
}

# The name of a company, or of the person who is one; "[ND]" is what INSEE writes instead of what it hides.
NAME = """left(btrim(replace(coalesce(nullif(company, ''), concat_ws(' ',
    nullif(coalesce(nullif(used_first_name, ''), first_name), ''),
    nullif(coalesce(nullif(used_name, ''), family_name), ''))), '[ND]', '')), 200)"""

# The sentence for each record that is not taken, in the order of what is looked at.
REFUSALS = {
    Kind.ESTABLISHMENTS: """CASE WHEN NOT siret_is_valid(siret) THEN 'Ce SIRET n''existe pas.'
        WHEN state NOT IN ('A', 'F') THEN 'L''état n''est ni A (actif) ni F (fermé).'
        WHEN status NOT IN ('O', 'P', 'N') THEN 'Le statut de diffusion n''est ni O, ni P, ni N.' END""",
    Kind.UNITS: """CASE WHEN siren !~ '^[0-9]{9}$' THEN 'Un SIREN compte 9 chiffres.'
        WHEN status NOT IN ('O', 'P', 'N') THEN 'Le statut de diffusion n''est ni O, ni P, ni N.' END""",
}

WRITTEN = [
    "name", "sign", "naf", "headcount_band", "is_employer", "legal_form", "address", "postal_code", "commune_id",
    "opened_on", "is_open", "is_public", "is_craft",
]  # fmt: skip
# What the file may lack, or a later file bring: it is not lost when a record says nothing of it.
KEPT_WHEN_EMPTY = {"name", "legal_form"}


def _assignment(column: str) -> str:
    if column in KEPT_WHEN_EMPTY:
        kept = f"coalesce(nullif(EXCLUDED.{column}, ''), kept.{column})"
        return f"CASE WHEN EXCLUDED.is_public THEN {kept} ELSE EXCLUDED.{column} END"
    return f"EXCLUDED.{column}"


WRITE_ESTABLISHMENTS = f"""
INSERT INTO accounts_establishment AS kept (siret, idccs, read_on, {", ".join(WRITTEN)})
SELECT DISTINCT ON (siret) siret, '{{}}', %(today)s,
    CASE WHEN status = 'O' THEN coalesce(nullif({NAME}, ''), left(usual_name, 200)) ELSE '' END,
    CASE WHEN status = 'O' THEN left(coalesce(nullif(sign, ''), usual_name), 200) ELSE '' END,
    CASE WHEN naf ~ '^[0-9]{{2}}\\.[0-9]{{2}}[A-Z]$' THEN naf ELSE '' END,
    left(band, 2),
    CASE employer WHEN 'O' THEN true WHEN 'N' THEN false END,
    left(legal_form, 4),
    CASE WHEN status = 'O' THEN left(concat_ws(' ', nullif(number, ''), nullif(repetition, ''),
        nullif(street_kind, ''), nullif(street, '')), 200) ELSE '' END,
    CASE WHEN postal_code ~ '^[0-9]{{5}}$' THEN postal_code ELSE '' END,
    coalesce(town.code, former.commune_id),
    CASE WHEN opened ~ '^[12][0-9]{{3}}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9])$' THEN opened::date END,
    state = 'A',
    status = 'O',
    CASE WHEN craft NOT IN ('', '[ND]') THEN true END
FROM incoming
LEFT JOIN territories_commune AS town ON town.code = incoming.commune
LEFT JOIN territories_formercommune AS former ON town.code IS NULL AND former.code = incoming.commune
WHERE refusal IS NULL
ORDER BY siret, line DESC
ON CONFLICT (siret) DO UPDATE SET read_on = EXCLUDED.read_on,
    {", ".join(f"{column} = {_assignment(column)}" for column in WRITTEN)}
WHERE kept.read_on IS NULL
    OR ({", ".join(f"kept.{column}" for column in WRITTEN)})
    IS DISTINCT FROM ({", ".join(_assignment(column) for column in WRITTEN)})
"""  # noqa: S608 -- made of the constants above
WRITE_UNITS = f"""
UPDATE accounts_establishment AS kept
SET name = unit.name, legal_form = unit.legal_form
FROM (SELECT DISTINCT ON (siren) siren, status, {NAME} AS name, left(legal_form, 4) AS legal_form
      FROM incoming WHERE refusal IS NULL ORDER BY siren, line DESC) AS unit
WHERE left(kept.siret, 9) = unit.siren AND kept.is_public AND unit.status = 'O' AND unit.name <> ''
    AND (kept.name, kept.legal_form) IS DISTINCT FROM (unit.name, unit.legal_form)
"""  # noqa: S608
WRITE = {Kind.ESTABLISHMENTS: WRITE_ESTABLISHMENTS, Kind.UNITS: WRITE_UNITS}


def columns(kind: str) -> list[str]:
    """Our names of the columns that a batch has, in order."""
    return [*NEEDED[Kind(kind)], *WISHED[Kind(kind)]]


def receive(cursor, kind: str, records) -> int:
    """How many records went into the temporary table ``incoming``, numbered from the first; nulls never."""
    names = columns(kind)
    cursor.execute(
        f"CREATE TEMP TABLE incoming (line bigint, {', '.join(f'{name} text' for name in names)}) ON COMMIT DROP"
    )
    count = 0
    with cursor.copy(f"COPY incoming (line, {', '.join(names)}) FROM STDIN") as copy:
        for line, record in records:
            copy.write_row((line, *record))
            count += 1
    return count


def write(cursor, kind: str, today, departments: list[str]) -> tuple[int, list[tuple]]:
    """How many rows were written from ``incoming``, and its refusals: line, identifier, sentence.

    Records of other departments than these, when some are given, are neither written nor refused.
    """
    if departments and kind == Kind.ESTABLISHMENTS:
        cursor.execute(
            "DELETE FROM incoming WHERE NOT (left(commune, 2) = ANY(%(codes)s) OR left(commune, 3) = ANY(%(codes)s))",
            {"codes": departments},
        )
    key = columns(kind)[0]
    cursor.execute("ALTER TABLE incoming ADD refusal text")
    cursor.execute(f"UPDATE incoming SET refusal = {REFUSALS[Kind(kind)]}")  # noqa: S608
    cursor.execute("ANALYZE incoming")
    cursor.execute(f"SELECT line, {key}, refusal FROM incoming WHERE refusal IS NOT NULL ORDER BY line")  # noqa: S608
    refused = cursor.fetchall()
    cursor.execute(WRITE[Kind(kind)], {"today": today})
    return cursor.rowcount, refused
