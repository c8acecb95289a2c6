"""The door to integration in other sites: the one view decorated here may stand in a frame of any site."""

from csp.decorators import csp_replace
from django.views.decorators.clickjacking import xframe_options_exempt


def embeddable(view):
    """Let any site frame this view. Only for pages without cookie, without account, where a click changes nothing."""
    return xframe_options_exempt(csp_replace({"frame-ancestors": ["*"]})(view))
