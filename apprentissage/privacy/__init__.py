"""Privacy: what is kept of people, why, until when; and its end, by the calendar or at their wish.

A room declares each kind of data that it keeps in its own ``privacy`` module, which is found by itself::

    from apprentissage.privacy import Kept, register

    register(
        Kept(
            name="Signalements",
            data="le motif et vos mots, sans votre nom",
            why="vérifier l'offre",
            lasts=timedelta(days=365),
            since="le signalement",
            purge=forget_old_reports,            # function(now) -> how many rows were erased; safe to run twice
            export=reports_of,                   # function(user) -> what JSON can say, or nothing
            erase=forget_reports_of,             # function(user) -> how many rows
            until=lambda user: ...,              # function(user) -> the day when the last of it goes
        )
    )

Everything else follows: the table of the page « Vos données », the purge of each night, the export and the erasure.
Start with ``registry``.
"""

from apprentissage.privacy.registry import Kept, register

__all__ = ["Kept", "register"]
