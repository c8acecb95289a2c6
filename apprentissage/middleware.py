"""What every request and every answer goes through, beside what Django and its libraries bring."""

from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse

# The position serves "Autour de moi", on our own pages only; nothing else of the device is ever asked.
PERMISSIONS = "geolocation=(self), camera=(), microphone=(), payment=(), usb=(), browsing-topics=()"


def refuse_nul_bytes(get_response: Callable[[HttpRequest], HttpResponse]):
    """Answer 400 to an address with a NUL byte: PostgreSQL cannot hold one, and nobody types one."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if "%00" in request.META.get("QUERY_STRING", "") or "\0" in request.path_info:
            raise BadRequest("NUL byte in the address")
        return get_response(request)

    return middleware


def limit_the_device(get_response: Callable[[HttpRequest], HttpResponse]):
    """Say in each answer what the page may ask of the device."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        return response

    return middleware
