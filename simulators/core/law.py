"""The law as the pages of this room read it: what the computations rest on, to be shown with its source.

The map lets the core alone reach the register; whoever displays a figure asks here, next to the lines it explains.
"""

from apprentissage.law import (
    DATED_BY,
    AidWindow,
    LawUnknown,
    Parameter,
    Value,
    aid_windows,
    in_force,
    parameters,
    value_on,
)

__all__ = [
    "DATED_BY",
    "AidWindow",
    "LawUnknown",
    "Parameter",
    "Value",
    "aid_windows",
    "in_force",
    "parameters",
    "value_on",
]
