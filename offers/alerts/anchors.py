"""By which lexemes an offer finds the searches that wait for it.

PostgreSQL answers "which documents does this query match?" from an index, and not the reverse. But a query of ours is
made of lexemes joined by AND and OR: one can tell a short list of lexemes of which every document that answers bears at
least one. An offer that bears none of them is never compared.
"""

import re
from collections import deque

TOKEN = re.compile(r"'[^']+'|[&|()]")


def anchors(query: str) -> frozenset[str]:
    """Lexemes such that whatever answers a ``tsquery`` of ours bears one of them.

    Of parts joined by OR all are needed; of parts joined by AND one is enough: the one with the fewest lexemes. Raises
    ``ValueError`` when the query is not written as ``search.words`` writes them.
    """
    if TOKEN.sub("", query).strip():
        raise ValueError("not a query of ours")
    tokens = deque(TOKEN.findall(query))
    found = _either(tokens)
    if tokens:
        raise ValueError("a parenthesis is closed too early")
    return found


def _either(tokens: deque[str]) -> frozenset[str]:
    found = _both(tokens)
    while tokens and tokens[0] == "|":
        tokens.popleft()
        found |= _both(tokens)
    return found


def _both(tokens: deque[str]) -> frozenset[str]:
    parts = [_one(tokens)]
    while tokens and tokens[0] == "&":
        tokens.popleft()
        parts.append(_one(tokens))
    return min(parts, key=len)


def _one(tokens: deque[str]) -> frozenset[str]:
    if not tokens:
        raise ValueError("a part is missing")
    piece = tokens.popleft()
    if piece == "(":
        found = _either(tokens)
        if not tokens or tokens.popleft() != ")":
            raise ValueError("a parenthesis is not closed")
        return found
    if not piece.startswith("'"):
        raise ValueError("a part is missing")
    return frozenset([piece[1:-1]])
