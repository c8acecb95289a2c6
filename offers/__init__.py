"""Offers: places for apprentices, and how a young person finds one nearby.

Start with ``models.OfferQuerySet``: it holds the vocabulary of this room. ``search`` understands what was asked,
``intake`` brings offers in from files, ``tiles`` draws them on a map.
Offers know nothing of contracts; a link to one is a URL, not an import.
"""
