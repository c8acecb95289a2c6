"""Logs: one event per line with its fields, JSON in production, readable in a demonstration.

No event holds what a visitor typed nor where they are: a search carries a position, so the path is logged without its
query; addresses and browsers are the business of the proxy in front, which keeps them as long as the law says.
"""

import logging
import re
import sys

import structlog
from django.http import HttpRequest, HttpResponse
from django_structlog.middlewares import RequestMiddleware
from structlog.typing import Processor

SIGNED = re.compile(r"/[^/]*:[^/]*")  # a part of a path that Django signed


class RequestLog(RequestMiddleware):
    """One event per request, under an identifier that the answer carries too (``X-Request-ID``)."""

    def handle_response(self, request: HttpRequest, response: HttpResponse) -> None:
        # Before the event: the library forgets the identifier right after it.
        response.headers["X-Request-ID"] = structlog.contextvars.get_contextvars().get("request_id", "")
        super().handle_response(request, response)

    @staticmethod
    def format_request(request: HttpRequest) -> str:
        """The method and the path, never the query, nor a signed link: whoever reads it could follow it."""
        return f"{request.method} {SIGNED.sub('/(signed)', request.path)}"


def drop_browser(logger, method, event):
    """The event without the name of the browser, which helps to recognise a person and nothing else here."""
    event.pop("user_agent", None)
    return event


SHARED: list[Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.stdlib.PositionalArgumentsFormatter(),
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.StackInfoRenderer(),
    drop_browser,
]


def logging_config(level: str, *, as_json: bool) -> dict:
    """The ``LOGGING`` setting: everything, ours and the libraries', through one formatter to the standard error."""
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, *SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    # A traceback is text: its local variables, where personal data live, are never rendered.
    json: list[Processor] = [
        structlog.processors.format_exc_info,
        structlog.processors.JSONRenderer(ensure_ascii=False),
    ]
    console = structlog.dev.ConsoleRenderer(
        colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "events": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": SHARED,
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    *(json if as_json else [console]),
                ],
            }
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "events"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            "django": {"handlers": [], "level": level, "propagate": True},
            # Its sentence repeats the event of the request, without the identifier's neighbours.
            "django.request": {"handlers": [], "level": logging.CRITICAL, "propagate": False},
            "procrastinate": {"level": "WARNING"},
        },
    }
