"""When two spellings are the same word: one list of rules, written once, read by Python and by PostgreSQL.

``word_key("Boulangères-pâtissières")`` is ``"boulanger patisser"``, as is that of ``"boulangerie, pâtisserie"``. A key
is made to be compared, never to be shown: accents, capitals, plurals, feminine and masculine, grammatical words and the
many ways of writing both genders at once ("vendeur(se)", "apprenti·e·s", "H/F") are gone from it.

French stemmers cut verbs; the words of a trade differ by gender, and the rules below follow the pairs that ROME lists.
``SQL`` creates the function ``word_key(text)`` of the database from the same lists; a test compares both on every
label of ROME and on random text.
"""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

# What makes a word: letters, of French and its neighbours, and digits. The rest separates words. PostgreSQL's unaccent
# turns these letters into plain ones, by rules of which ``UNDECOMPOSED`` repeats those that Unicode does not decompose.
LETTERS = "0-9A-Za-zÀ-ÖØ-öø-ÿŒœŠšŽžŸ"
UNDECOMPOSED = {
    "Æ": "AE",
    "æ": "ae",
    "Œ": "OE",
    "œ": "oe",
    "Ø": "O",
    "ø": "o",
    "ß": "ss",
    "Ð": "D",
    "ð": "d",
    "Þ": "TH",
    "þ": "th",
}
APART = "\u0300-\u036f"  # an accent written after its letter, as some systems do
GLUED = {" e-": " e", " E-": " e"}  # e-commerce is one word, and no commerce

# Words that say nothing of a trade, and the loose endings left by "vendeur(se)", "apprenti.e.s" or "serveur/euse".
GRAMMAR = frozenset(
    """
    a au aux avec chez ce ces d dans de des du en et j l la le les leur leurs m n nos notre nous ou par pour qu que qui
    ses sur t un une vos votre vous
    """.split()  # noqa: SIM905
)
LOOSE_ENDINGS = frozenset(
    """
    e ee ees elle ere eres es euse euses f h ice ienne iere ieres ive ives ne nes onne rice rices s se te tes
    trice trices
    """.split()  # noqa: SIM905
)
DROPPED = GRAMMAR | LOOSE_ENDINGS


class Ending(NamedTuple):
    """Words that end so, with at least ``least`` letters before, end otherwise in their key."""

    end: str
    becomes: str
    least: int


# In each list the first ending that fits is the only one applied.
PLURALS = [
    Ending("cheveux", "cheveu", 0),
    Ending("lieux", "lieu", 0),
    Ending("jeux", "jeu", 0),
    Ending("eaux", "eau", 1),
    Ending("aux", "al", 2),
    Ending("s", "", 3),
]
GENDERS = [
    Ending("barmaid", "barman", 0),
    Ending("cheffe", "chef", 0),
    Ending("hotesse", "hote", 0),
    Ending("maitresse", "maitr", 0),
    Ending("commise", "commi", 0),
    Ending("woman", "man", 2),
    Ending("designer", "designeur", 0),  # English trades take a French feminine: designeuse, reportrice
    Ending("reporter", "reporteur", 0),
    Ending("tcher", "tcheur", 2),
    Ending("prive", "prive", 0),  # privé is no -if
    Ending("publique", "public", 0),
    Ending("trice", "teur", 2),  # monitrice, moniteur
    Ending("drice", "deur", 2),  # ambassadrice, ambassadeur
    Ending("euse", "eur", 2),  # vendeuse, vendeur
    Ending("eux", "eur", 3),
    Ending("ellerie", "eler", 2),  # hôtellerie, hôtelier
    Ending("elliere", "eler", 1),
    Ending("eliere", "eler", 2),
    Ending("ellier", "eler", 1),
    Ending("elier", "eler", 2),
    Ending("etterie", "eter", 2),  # robinetterie, robinetier
    Ending("erie", "er", 2),  # the shop and who keeps it: boulangerie, boulanger
    Ending("iere", "er", 2),
    Ending("ier", "er", 2),
    Ending("ere", "er", 3),  # bouchère, boucher
    Ending("enne", "en", 2),  # technicienne, technicien
    Ending("anne", "an", 3),
    Ending("onne", "on", 2),  # patronne, patron
    Ending("elle", "el", 2),
    Ending("ette", "et", 2),
    Ending("ive", "if", 2),
    Ending("aise", "ai", 2),
    Ending("oise", "oi", 2),
    Ending("ee", "", 5),  # chargée, chargé
    Ending("e", "", 5),  # adjointe, adjoint; short words keep it: vente is not vent
]


def fold(text: str) -> str:
    """The text in plain lower-case letters and digits, words parted by one space. Exact: no word is changed."""
    if _APART.search(text):
        text = unicodedata.normalize("NFC", text)
    text = f" {text}"
    for apart, glued in GLUED.items():
        text = text.replace(apart, glued)
    return " ".join(_SEPARATORS.sub(" ", text).translate(_PLAIN).split())


def word_key(text: str) -> str:
    """The keys of the words of a text, in order, parted by spaces; empty when no word says anything."""
    return " ".join(_key(word) for word in fold(text).split() if word not in DROPPED)


@lru_cache(maxsize=20_000)
def _key(word: str) -> str:
    for endings in (PLURALS, GENDERS):
        word = _apply(endings, word)
    return word


def _apply(endings: list[Ending], word: str) -> str:
    for end, becomes, least in endings:
        if word.endswith(end) and len(word) >= len(end) + least:
            return word[: len(word) - len(end)] + becomes
    return word


def _plain_letters() -> dict[int, str]:
    letters = (chr(code) for code in range(0x250) if re.match(f"[{LETTERS}]", chr(code)))
    return {
        ord(letter): UNDECOMPOSED.get(letter, unicodedata.normalize("NFD", letter)[0]).lower() for letter in letters
    }


_APART = re.compile(f"[{APART}]")
_SEPARATORS = re.compile(f"[^{LETTERS}]+")
_PLAIN = _plain_letters()


# -- the same in SQL ---------------------------------------------------------------------------------------------------


def _sql_words() -> str:
    """The words of the argument ``given``, plain."""
    text = f"' ' || CASE WHEN given ~ '[{APART}]' THEN normalize(given, NFC) ELSE given END"
    for apart, glued in GLUED.items():
        text = f"replace({text}, '{apart}', '{glued}')"
    text = f"public.unaccent('public.unaccent', regexp_replace({text}, '[^{LETTERS} ]+', ' ', 'g'))"
    return f"unnest(string_to_array(lower({text} COLLATE \"C\"), ' '))"


def _sql_apply(endings: list[Ending], word: str) -> str:
    """A CASE on the last two letters first: a word then meets few patterns. It is most of what a key costs."""

    def whens(tail: str) -> str:
        return " ".join(
            f"WHEN octet_length({word}) >= {len(end) + least} AND {word} LIKE '%{end}' "
            f"THEN left({word}, {-len(end)}) || '{becomes}'"
            for end, becomes, least in endings
            if tail.endswith(end) or (tail and end.endswith(tail))
        )

    tails = dict.fromkeys(ending.end[-2:] for ending in endings if len(ending.end) > 1)
    cases = " ".join(f"WHEN '{tail}' THEN CASE {whens(tail)} ELSE {word} END" for tail in tails)
    others = " ".join(
        f"WHEN octet_length({word}) >= {1 + least} AND {word} LIKE '%{end}' THEN left({word}, -1) || '{becomes}'"
        for end, becomes, least in endings
        if len(end) == 1
    )
    return f"CASE right({word}, 2) {cases} ELSE CASE {others} ELSE {word} END END"


def _sql_functions() -> str:
    words = _sql_words()
    dropped = ",".join(sorted(DROPPED))
    # OFFSET 0 keeps the planner from copying the inner expression into each branch of the outer one.
    return f"""
CREATE OR REPLACE FUNCTION fold_words(given text) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $body$
BEGIN
    RETURN coalesce((SELECT string_agg(part, ' ') FROM {words} AS part WHERE part <> ''), '');
END $body$;

CREATE OR REPLACE FUNCTION word_key(given text) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $body$
BEGIN
    RETURN coalesce((
        SELECT string_agg({_sql_apply(GENDERS, "word")}, ' ')
        FROM (
            SELECT {_sql_apply(PLURALS, "part")} AS word
            FROM {words} AS part
            WHERE part <> '' AND part <> ALL ('{{{dropped}}}')
            OFFSET 0
        ) AS words
    ), '');
END $body$;
"""  # noqa: S608


SQL = _sql_functions()
REVERSE_SQL = "DROP FUNCTION IF EXISTS word_key(text); DROP FUNCTION IF EXISTS fold_words(text);"
