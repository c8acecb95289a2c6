"""Trades: what. The ROME register, the everyday words for trades, diplomas and their levels.

Start with ``models.Trade`` (a trade as people name it) and ``words`` (when two spellings are the same word).
``naming`` deduces a ROME code from a title, ``suggestions`` helps somebody who types, ``neighbours`` looks further.
Trades know nothing of offers.
"""

from pathlib import Path

DATA = Path(__file__).parent / "data"
