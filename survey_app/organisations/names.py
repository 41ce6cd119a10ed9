"""Names that people give, and the short ones in addresses."""

import re
import unicodedata

from survey_app.errors import BadInput
from survey_app.operators.sentence import Sentence

LONGEST_NAME = 200


def slug_of(name: str) -> str:
    """Lower-case ASCII words joined with hyphens: 'Súdwest-Fryslân' → 'sudwest-fryslan'."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40]
    if not slug:
        raise BadInput("organisation name {name!r}: use letters", name=name[:60])
    return slug


def typed_name(what: str, name: str) -> str:
    """The name, if people can type it again in a next command."""
    if name != name.strip() or not 1 <= len(name) <= LONGEST_NAME or not name.isprintable():
        raise BadInput(
            "{what} name {name!r}: use 1 to {longest_name} visible characters, without "
            "spaces around them",
            what=Sentence(what),
            name=name[:60],
            longest_name=LONGEST_NAME,
        )
    return name
