"""The form of a line: time, level, request, what happened, and facts as name=value.

Lines of libraries take the same form. Nothing here knows an answer, name, address or token, and
the text of an unexpected error, which may quote one, is never given to it.
"""

import logging
import sys
from typing import Any, TextIO

import structlog

from survey_app.operators.saying import said
from survey_app.operators.sentence import Sentence

_SHARED: list[Any] = [
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="%Y-%m-%dT%H:%M:%SZ", utc=True),
]
_ORDER = ("timestamp", "level", "request", "event")

structlog.configure(
    processors=[*_SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
    logger_factory=structlog.stdlib.LoggerFactory(),
    wrapper_class=structlog.stdlib.BoundLogger,
    cache_logger_on_first_use=True,
)


def logger_of(name: str) -> structlog.stdlib.BoundLogger:
    """The logger of a module; takes facts by name."""
    logger: structlog.stdlib.BoundLogger = structlog.get_logger(name)
    return logger


class _ToStderr(logging.StreamHandler[TextIO]):
    """Writes to what stderr is at that moment."""

    def emit(self, record: logging.LogRecord) -> None:
        """One line."""
        self.stream = sys.stderr
        super().emit(record)


def start_log() -> None:
    """Write lines to stderr from now on: for the web application and the worker."""
    root = logging.getLogger()
    if not any(isinstance(one, _ToStderr) for one in root.handlers):
        handler = _ToStderr()
        handler.setFormatter(line_format())
        root.addHandler(handler)
    root.setLevel(logging.INFO)
    # A library's own report of an error holds its text and a traceback; ours is one line.
    for name in ("huey", "alembic", "httpx", "fontTools", "weasyprint"):
        logging.getLogger(name).setLevel(logging.CRITICAL if name == "huey" else logging.ERROR)


def line_format() -> logging.Formatter:
    """One record as one line."""
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=_SHARED,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            _without_traceback,
            _in_the_operators_language,
            structlog.processors.LogfmtRenderer(key_order=_ORDER, drop_missing=True),
        ],
    )


def _without_traceback(_logger: object, _name: str, facts: Any) -> Any:
    """A traceback ends in the text of its error, which may quote an answer or an address."""
    error = facts.pop("exc_info", None)
    facts.pop("stack_info", None)
    if isinstance(error, tuple) and error[0] is not None:
        facts["error"] = error[0].__name__
    return facts


def _in_the_operators_language(_logger: object, _name: str, facts: Any) -> Any:
    """What happened, and each fact that is a sentence of ours."""
    for name, fact in facts.items():
        if name == "event" or isinstance(fact, Sentence):
            facts[name] = said(fact)
    return facts
