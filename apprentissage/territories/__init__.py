"""Territories: where. Regions, departments, communes, postal codes, contours, distances and travel times.

Start with ``places``: it turns what a visitor typed into a place, or into a choice between places.
Territories know nothing of offers nor of contracts.
"""
