"""Trades: what. The ROME register, the everyday words for trades, diplomas and their levels.

Start with ``models.Trade`` (a trade as people name it) and ``words`` (when two spellings are the same word).
Trades know nothing of offers.
"""
