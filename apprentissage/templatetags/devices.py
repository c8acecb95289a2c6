"""The name of a browser and of its device, in words that their owner recognises."""

from django import template

register = template.Library()

# Each family calls itself by the names of the older ones too: the first match wins.
BROWSERS = {
    "Edg": "Edge",
    "OPR": "Opera",
    "SamsungBrowser": "Samsung Internet",
    "Firefox": "Firefox",
    "FxiOS": "Firefox",
    "CriOS": "Chrome",
    "Chrome": "Chrome",
    "Safari": "Safari",
}
DEVICES = {
    "iPhone": "un iPhone",
    "iPad": "un iPad",
    "Android": "Android",
    "Windows": "Windows",
    "Macintosh": "un Mac",
    "CrOS": "un Chromebook",
    "Linux": "Linux",
}


@register.filter
def browser(user_agent: str) -> str:
    """As in "Firefox sur Android", or what is known of it."""
    program = next((name for mark, name in BROWSERS.items() if mark in user_agent), "Un navigateur")
    device = next((name for mark, name in DEVICES.items() if mark in user_agent), "")
    return f"{program} sur {device}" if device else program
