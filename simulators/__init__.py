"""Simulators: cost, pay and aid, each figure with its reason and its source.

Start with ``core``: pure computations without Django. This room keeps no model: a simulation is a link.
"""
