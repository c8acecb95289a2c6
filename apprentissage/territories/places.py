"""Places: what a visitor typed becomes a place, or a choice between places. Nothing is ever picked silently.

``look_up`` answers a search; ``suggest`` helps while typing; ``place_for_key`` reads the key kept in links:
``c24520`` a commune, ``d24`` a department, ``r75`` a region, ``fr`` all France, ``@44.889,1.217`` a position,
``a44.88901,1.21660`` an address. This module is the door; the rooms behind are ``gazetteer`` and ``lookup``.
"""

from apprentissage.territories.gazetteer import Found, Kind, Place, address_place, place_for_key
from apprentissage.territories.lookup import look_up, suggest

__all__ = ["Found", "Kind", "Place", "address_place", "look_up", "place_for_key", "suggest"]
