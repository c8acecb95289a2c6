"""The door to lucide: one tag that draws an icon inline."""

from django import template

register = template.Library()
