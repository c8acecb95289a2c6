"""The map of the offers: vector tiles, clusters, density by department and commune.

Start with ``models.Pin``: one narrow row per place of work of an open offer, kept by the database, that answers the
same words as ``Offer``. Everything drawn here comes from it, and none of it decides what an offer is.
"""
