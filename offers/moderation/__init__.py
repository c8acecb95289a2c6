"""Moderation: offers that a reader reported, that a rule held back or that chance drew, and what a person decides.

Start with ``queue``: it is all that the other rooms call. What may be decided, and what follows, is the table
``decisions``.
"""
