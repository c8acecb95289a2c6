"""The law: every number that a computation needs, with the day it begins, its text and who reads it. Pure Python.

The numbers are in ``values/*.toml``, one file a theme, one table a parameter, one row a change. Start with
``in_force(name, case)``: it chooses the row by the date of the case that the text itself designates (``dated_by``):
the signature of the contract, its first day, or the month that is paid. Confusing these dates is the classic error.
"""

from apprentissage.law.register import (
    CONFIDENCES,
    DATED_BY,
    AidWindow,
    Case,
    LawUnknown,
    Parameter,
    Value,
    aid_windows,
    in_force,
    parameters,
    value_on,
)

__all__ = [
    "CONFIDENCES",
    "DATED_BY",
    "AidWindow",
    "Case",
    "LawUnknown",
    "Parameter",
    "Value",
    "aid_windows",
    "in_force",
    "parameters",
    "value_on",
]
