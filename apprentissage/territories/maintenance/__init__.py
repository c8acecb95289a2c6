"""Maintenance: how the committed ground data is rebuilt, about once a year, from two published packages.

Nothing here runs on the service: it needs the dependency group ``data`` (shapely) and is reached by
``manage.py build_territories``. See ``../data/SOURCES.md`` for the sources and their licences.
"""
