"""What the database indexes of an offer: one inverted index for its words, its employer and its territories.

``offer_document(offer)`` gives the ``tsvector`` of a row. Each part of the offer has its own space of lexemes, told by
the first character, so that the index alone answers "in the title or the trade's names", "as a skill" or "around here"
without reading a single offer again. (The weights A to D of PostgreSQL would have it read each of them.)

==========  ======================================================  ============================
lexeme      comes from                                              example
==========  ======================================================  ============================
``pain``    the title and the names of the trades, by word key      ``boulanger``
``!pain``   the title alone                                         ``!boulanger``
``=...``    the whole title                                         ``=boulanger patisser``
``+pain``   the skills and the diploma                              ``+viennoiser``
``~pain``   the description                                         ``~fournil``
``@pain``   the employer's name, exact                              ``@sncf``
``@=...``   the whole name of the employer                          ``@=sncf reseau``
``#D1102``  the ROME codes                                          ``#D1102``
``^D24``    the communes, departments and regions                   ``^C24520``
``%a...``   squares that hold a place of work, of five sizes        ``%a179:3``, ``%e22:0``
==========  ======================================================  ============================
"""

from collections.abc import Iterable
from math import cos, floor, radians

from apprentissage.trades.models import TradeName

DESCRIPTION_READ = 1500  # characters of a description that are indexed: beyond come legal notices
LONGEST_LEXEME = 200
PARTING = "000000"  # a word that no rule changes
LONGEST_TEXT = 2000  # characters of any part that are indexed: PostgreSQL refuses a lexeme of 2,047 bytes

# Squares per degree of latitude and of longitude, and the longest radius in kilometres that each size serves. A square
# is about as wide as the circle, which then touches four at most: each one asked costs the index as much as a word.
GRIDS = {"a": (4, 3, 10), "b": (2.5, 1.8, 20), "c": (1.5, 1.2, 30), "d": (1, 0.7, 50), "e": (0.5, 0.35, 1000)}
KM_PER_DEGREE = 111.2

SQUARES = ", ".join(
    ["'" + " ".join(f"{size}%s:%s" for size in GRIDS) + "'"]
    + [f"floor(at.y * {rows}), floor(at.x * {columns})" for rows, columns, _ in GRIDS.values()]
)

# Written for speed, since each offer that is written pays for it: ``replace`` puts the prefixes on, and PL/pgSQL keeps
# its plans from one row to the next.
OFFER_DOCUMENT = f"""
CREATE OR REPLACE FUNCTION prefixed(prefix text, words text) RETURNS text[]
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $body$
BEGIN
    IF words = '' OR words IS NULL THEN
        RETURN NULL;
    END IF;
    RETURN string_to_array(prefix || replace(rtrim(left(words, {LONGEST_TEXT})), ' ', ' ' || prefix), ' ');
END $body$;

CREATE OR REPLACE FUNCTION offer_places_document(offer offers_offer) RETURNS tsvector
LANGUAGE plpgsql STABLE AS $body$
DECLARE
    squares text;
BEGIN
    SELECT string_agg(format({SQUARES}), ' ') INTO squares
    FROM ST_DumpPoints(offer.places::geometry) AS part
    CROSS JOIN LATERAL (SELECT ST_Y(part.geom) AS y, ST_X(part.geom) AS x) AS at;
    RETURN array_to_tsvector(
        coalesce(prefixed('^', array_to_string(offer.area_codes, ' ')) || prefixed('%', squares), ARRAY[]::text[])
    );
END $body$;

CREATE OR REPLACE FUNCTION offer_document(offer offers_offer) RETURNS tsvector
LANGUAGE plpgsql STABLE AS $body$
DECLARE
    employer text := fold_words(offer.employer_name);
    -- One call for three texts, parted by a word of ours: what a call costs hardly depends on its length.
    keys text := word_key(concat_ws(' {PARTING} ',
        offer.title,
        concat_ws(' ',
            offer.diploma, array_to_string(offer.desired_skills, ' '), array_to_string(offer.taught_skills, ' ')),
        regexp_replace(left(offer.description, {DESCRIPTION_READ}), '<[^>]*>', ' ', 'g')));
    title text := btrim(split_part(keys, '{PARTING}', 1));
    trades text;
BEGIN
    SELECT string_agg(name.key, ' ') INTO trades
    FROM trades_tradename AS name
    WHERE name.rome_id = ANY (offer.rome_codes) AND name.weight >= {TradeName.Weight.EVERYDAY.value};
    IF trades IS NULL AND offer.rome_codes <> '{{}}' THEN
        SELECT word_key(string_agg(rome.label, ' ')) INTO trades
        FROM trades_rome AS rome
        WHERE rome.code = ANY (offer.rome_codes);
    END IF;
    RETURN array_to_tsvector(
        prefixed('', title)
        || prefixed('!', title)
        || prefixed('', trades)
        || prefixed('+', btrim(split_part(keys, '{PARTING}', 2)))
        || prefixed('~', btrim(split_part(keys, '{PARTING}', 3)))
        || prefixed('@', employer)
        || ARRAY['=' || left(title, {LONGEST_LEXEME}), '@=' || left(employer, {LONGEST_LEXEME})]
        || prefixed('#', array_to_string(offer.rome_codes, ' '))
    ) || offer_places_document(offer);
END $body$;
"""  # noqa: S608
REVERSE_SQL = """
DROP FUNCTION IF EXISTS offer_document(offers_offer);
DROP FUNCTION IF EXISTS offer_places_document(offers_offer);
DROP FUNCTION IF EXISTS prefixed(text, text);
"""


def squares_around(latitude: float, longitude: float, km: float) -> list[str]:
    """The lexemes of the squares that a circle touches; a little more, never less."""
    size = next(size for size, (_, _, upto) in GRIDS.items() if km <= upto)
    rows, columns, _ = GRIDS[size]
    up = km / KM_PER_DEGREE
    # A degree of longitude shrinks towards the poles: measure it where the circle is nearest to one.
    aside = up / max(cos(radians(min(abs(latitude) + up, 89))), 0.02)
    return [
        f"%{size}{row}:{column}"
        for row in range(floor((latitude - up) * rows), floor((latitude + up) * rows) + 1)
        for column in range(floor((longitude - aside) * columns), floor((longitude + aside) * columns) + 1)
    ]


def any_of(lexemes: Iterable[str]) -> str:
    """The ``tsquery`` of what bears one of these lexemes."""
    return " | ".join(f"'{lexeme}'" for lexeme in lexemes)


def refresh_documents(offers, batch: int = 5_000) -> int:
    """Compute again the documents of these offers, after the names of trades changed; how many were written."""
    done, last = 0, 0
    while ids := list(offers.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:batch]):
        done += offers.filter(pk__in=ids).update(document=None)  # the database's trigger puts the true one
        last = ids[-1]
    return done
