"""Alerts: searches that wait for offers, the mail that tells of them, favourites and the Atom feed.

Start with ``waiting``, which turns a search into what an offer can be compared with, then ``matching``: the one
statement by which new offers look for the searches that wait for them.
"""
