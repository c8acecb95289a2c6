"""French typography in templates: amounts, distances, dates, and the spaces that must not break."""

from django import template

register = template.Library()
