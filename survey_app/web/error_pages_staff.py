"""Errors on pages of staff: the same calm look as their other pages, words for who works here."""

from collections.abc import Mapping
from types import MappingProxyType

from flask import g, render_template

NO_PAGE = ("Deze pagina bestaat niet", "Misschien is er iets veranderd.")
# status -> (title, text)
WORDS: Mapping[int, tuple[str, str]] = MappingProxyType(
    {
        400: (
            "Deze pagina stond te lang open",
            "Er is niets bewaard. Ga terug, laad de pagina opnieuw en probeer het nog een keer.",
        ),
        403: ("U mag deze pagina niet openen", "Deze pagina hoort bij een andere rol."),
        404: NO_PAGE,
        405: NO_PAGE,  # an address that only takes a form
        413: (
            "Dit is te groot",
            "Er is niets bewaard. Een bestand mag hoogstens 20 MB zijn. Verdeel de lijst over meer "
            "bestanden, of bewaar haar als CSV.",
        ),
        503: ("Het lukt nu niet", "Er is niets bewaard. Probeer het over een minuut opnieuw."),
    }
)
OTHERWISE = ("Er ging iets mis bij ons", "Dat ligt niet aan u. Probeer het later nog een keer.")


def staff_body(status: int) -> str:
    """The page; it asks the database nothing, because that may be what failed."""
    g.setdefault("staff", None)
    title, text = WORDS.get(status, OTHERWISE)
    return render_template("errors/staff.html", title=title, text=text)
