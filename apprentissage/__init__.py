"""The roof: settings, addresses, pages, and the tools that every web room may use.

Rooms under it: ``accounts`` (who), ``territories`` (where), ``trades`` (what) and ``law`` (what the law says).
Start with ``urls``: each room hangs its own addresses there. Nobody imports the roof, except its tools
(``apprentissage.htmx``, ``apprentissage.jobs``) and its settings through ``django.conf``.
"""
