"""Pages that take a file: how large it may be, and that it never touches the disk unsealed.

A view says `takes_file(bytes)`. Everywhere else a body keeps the small limit of the application,
and so it does for who has not logged in.
"""

import io
from collections.abc import Callable
from typing import IO, Any, TypeVar

from flask import Flask, Request, current_app, request

from survey_app.visits.staff_session import current_staff

AROUND = 64 * 1024  # what a form adds to the file itself

View = TypeVar("View", bound=Callable[..., Any])


class RequestInMemory(Request):
    """A request whose files stay in memory: their size is limited before they are read."""

    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:
        return io.BytesIO()


def takes_file(maximum: int) -> Callable[[View], View]:
    """This view may be sent a file of at most so many bytes."""

    def declared(view: View) -> View:
        view.largest_file = maximum  # type: ignore[attr-defined] # read before each request
        return view

    return declared


def set_up(app: Flask) -> None:
    """Make room for files, before anybody looks at what was sent."""
    app.request_class = RequestInMemory
    app.before_request(_make_room)


def _make_room() -> None:
    view = current_app.view_functions.get(request.endpoint or "")
    largest = getattr(view, "largest_file", None)
    if largest and request.method == "POST" and current_staff() is not None:
        request.max_content_length = largest + AROUND
