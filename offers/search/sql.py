"""Pieces of SQL taken from querysets, and statements made of them: each a text and the parameters it wants."""

from collections.abc import Iterable

from django.db import connection
from django.db.models import QuerySet

Piece = tuple[str, Iterable]


def compiled(rows: QuerySet) -> Piece:
    """The SELECT of a queryset."""
    return rows.query.sql_with_params()


def condition(offers: QuerySet) -> Piece:
    """The WHERE of a queryset, as a condition on rows named ``offers_offer``."""
    where = offers.query.where
    if not where:
        return "TRUE", ()
    sql, params = where.as_sql(offers.query.get_compiler(connection=connection), connection)
    return sql, tuple(params)


def both(conditions: Iterable[Piece]) -> Piece:
    """All of these conditions together."""
    pieces = list(conditions)
    params = [param for _, own in pieces for param in own]
    return " AND ".join(f"({sql})" for sql, _ in pieces) or "TRUE", params


def count(condition: Piece) -> Piece:
    """How many rows keep a condition, as a column."""
    sql, params = condition
    return f"count(*) FILTER (WHERE {sql})", params


class Statement:
    """SQL being written, with its parameters in the order of the text."""

    def __init__(self):
        self.parts: list[str] = []
        self.params: list = []

    def add(self, sql: str, params: Iterable = ()) -> "Statement":
        """The statement, longer."""
        self.parts.append(sql)
        self.params.extend(params)
        return self

    def add_all(self, pieces: Iterable[Piece], between: str = ", ") -> "Statement":
        """The statement, longer by several pieces parted by commas."""
        for rank, (sql, params) in enumerate(pieces):
            self.add(between if rank else "").add(sql, params)
        return self

    def row(self) -> tuple:
        """The only row that the statement returns."""
        with connection.cursor() as cursor:
            cursor.execute("".join(self.parts), self.params)
            return cursor.fetchone()
