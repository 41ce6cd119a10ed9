"""What holds for every page: headers, forged forms, packing, static files."""

import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from flask import Flask, Request, Response, current_app, request
from flask_wtf.csrf import CSRFProtect

from survey_app.appearance.house_style import add_house_styles
from survey_app.appearance.static_files import StaticFiles, Wsgi, served
from survey_app.crypto.encryption import derive
from survey_app.installation import Installation
from survey_app.visits.short_memory import open_memory
from survey_app.visits.throttle import Limit, Throttle, client_address

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "media-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
CONTENT_POLICY = "Content-Security-Policy"
HEADERS = [
    (CONTENT_POLICY, POLICY),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=()"),
    ("X-Robots-Tag", "noindex, nofollow"),
]
HTTPS_ONLY = ("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
NOT_KEPT = ("Cache-Control", "no-store")
SMALL = 600
# Purposes and their limits. Of "... wrong" only failures count, so that people who make no
# mistake never meet a limit, however many of them share an address. The others count every time:
# they cost a row, or much work.
LIMITS = {
    "code wrong": Limit(per_client=10, in_all=600, under_alarm=2),
    "code wrong after waiting": Limit(per_client=10, in_all=600, under_alarm=2),
    "code looked up": Limit(per_client=60, in_all=1200, under_alarm=20),
    "receipt wrong": Limit(per_client=10, in_all=120, under_alarm=2, seconds=600),
    "login wrong": Limit(per_client=60, in_all=300, under_alarm=10),
    "login wrong for one account": Limit(per_client=5, in_all=50, under_alarm=3, seconds=900),
    "login wrong on a known device": Limit(
        per_client=10, in_all=10_000, under_alarm=10, seconds=900
    ),
    "second factor wrong": Limit(per_client=5, in_all=200, under_alarm=5),
    "recovery asked": Limit(per_client=5, in_all=60, under_alarm=2, seconds=3600),
    "open link": Limit(per_client=60, in_all=600, under_alarm=10, seconds=3600),
    "way back": Limit(per_client=60, in_all=600, under_alarm=10, seconds=3600),
    # Refuses nothing: it only remembers for `came_in_just_now`.
    "came in": Limit(per_client=1, in_all=1_000_000_000, under_alarm=1),
    "conversation": Limit(per_client=30, in_all=600, under_alarm=5, seconds=3600),
}


def set_up(app: Flask) -> None:
    """Join all of this to the application."""
    installation: Installation = app.extensions["installation"]
    CSRFProtect(app)
    files = StaticFiles(Path(str(app.static_folder)))
    add_house_styles(files, installation.engine)
    files.when_missing = lambda: add_house_styles(files, installation.engine)
    app.extensions["static_files"] = files
    memory = app.extensions["short_memory"] = open_memory(installation.config)
    key = derive(installation.keys.session, "throttle")
    app.extensions["throttle"] = Throttle(LIMITS, memory, key)
    app.jinja_env.globals["asset"] = files.address
    app.jinja_env.auto_reload = False
    secure = installation.config.secure
    extra = [HTTPS_ONLY] if secure else []
    app.after_request(_packed)
    pages = _protected(app.wsgi_app, [*HEADERS, *extra])
    app.wsgi_app = served(files, pages, [*HEADERS, *extra])  # type: ignore[method-assign, assignment]


def holding_a_page(response: Response) -> Response:
    """A page of staff that shows another page of this site in a frame."""
    response.headers[CONTENT_POLICY] = f"{POLICY}; frame-src 'self'"
    return response


def held_in_a_page(response: Response) -> Response:
    """The page in that frame; nobody else may frame it."""
    own = POLICY.replace("frame-ancestors 'none'", "frame-ancestors 'self'")
    response.headers[CONTENT_POLICY] = own
    return response


def may_try(purpose: str, scope: str = "", client: str = "") -> bool:
    """Whether this client (default: this address) may try now; counts nothing."""
    return _throttle().admits(purpose, client or _address(), scope)


def tried(purpose: str, scope: str = "", client: str = "") -> None:
    """Count one try of this client."""
    _throttle().count(purpose, client or _address(), scope)


def allowed(purpose: str, scope: str = "") -> bool:
    """Whether this client may do what costs something each time; counted when it may."""
    return _throttle().allows(purpose, _address(), scope)


def came_in_just_now(place: str) -> bool:
    """Whether this client came in by a link a moment ago and was led to this place.

    Who then brings no cookie has a browser that keeps none.
    """
    return not may_try("came in", place)


def address_of(request: Request, trusted_proxies: int) -> str:
    """The client's address, for throttling only; it is never stored or logged."""
    forwarded = request.headers.get("X-Forwarded-For", "")
    return client_address(request.remote_addr or "", forwarded, trusted_proxies)


def _address() -> str:
    installation: Installation = current_app.extensions["installation"]
    return address_of(request, installation.config.trusted_proxies)


def _throttle() -> Throttle:
    throttle: Throttle = current_app.extensions["throttle"]
    return throttle


def _protected(application: Wsgi, headers: list[tuple[str, str]]) -> Wsgi:
    """The application with these headers on everything it answers.

    Added at the border, where they cost nothing and no page can forget them.
    """

    def answer(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        def begin(status: str, sent: list[tuple[str, str]], *error: Any) -> Any:
            own = {name for name, _ in sent}
            added = [one for one in (*headers, NOT_KEPT) if one[0] not in own]
            return start(status, sent + added, *error)

        return application(environ, begin)

    return answer


def takes_gzip() -> bool:
    """Whether the browser of this request can read what is packed."""
    return "gzip" in request.headers.get("Accept-Encoding", "")


def _packed(response: Response) -> Response:
    """The page in gzip where that is smaller and the browser can read it."""
    if response.mimetype != "text/html" or response.direct_passthrough:
        return response
    response.headers.add("Vary", "Accept-Encoding")
    if not takes_gzip() or "Content-Encoding" in response.headers:
        return response
    body = response.get_data()
    if len(body) < SMALL:
        return response
    packer = zlib.compressobj(1, zlib.DEFLATED, 31)
    response.set_data(packer.compress(body) + packer.flush())
    response.headers["Content-Encoding"] = "gzip"
    return response
