"""Territories: where. Regions, departments, communes, postal codes, contours, distances and travel times.

Start with ``places``: it turns what a visitor typed into a place, or into a choice between places.
Territories know nothing of offers nor of contracts.
"""

from pathlib import Path

DATA = Path(__file__).parent / "data"  # what ``load_territories`` loads; SOURCES.md says where it comes from
