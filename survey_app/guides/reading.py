"""The guides as they stand in docs/handleiding: whom each is for, and which part tells of a page.

Two comments that nobody sees on the screen say so. On the first line `<!-- voor: fieldworker -->`
names the roles; under a heading `<!-- bij: fieldwork.plan fieldwork.change -->` names the pages
(endpoints) that this part is about. A file without roles is no guide.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from survey_app.config import ROOT

FOLDER = ROOT / "docs" / "handleiding"
FOR = re.compile(r"\A<!-- voor: ([\w ]+) -->\n")
ABOUT = re.compile(r"^(#{1,3}) (.+)\n+<!-- bij: ([\w. ]+) -->\n", re.MULTILINE)
COMMENT = re.compile(r"^<!--.*?-->\n", re.MULTILINE)
TITLE = re.compile(r"^# (.+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Guide:
    """One guide: its text without comments, and per endpoint the part that tells of it."""

    name: str
    title: str
    roles: tuple[str, ...]
    text: str
    parts: Mapping[str, str] = field(hash=False, compare=False)


@lru_cache(maxsize=2)
def guides(folder: Path = FOLDER) -> tuple[Guide, ...]:
    """Every guide, by title. Read once."""
    found = (guide_of(path.stem, path.read_text("utf-8")) for path in folder.glob("*.md"))
    return tuple(sorted((one for one in found if one.roles), key=lambda one: one.title))


def guide_of(name: str, content: str) -> Guide:
    """A guide from the content of its file.

    >>> text = "<!-- voor: auditor -->\\n# Kijken\\n\\n## Lijst\\n<!-- bij: audit.log -->\\nZo."
    >>> guide_of("kijker", text).roles, guide_of("kijker", text).parts
    (('auditor',), {'audit.log': 'lijst'})
    """
    roles = FOR.search(content)
    title = TITLE.search(content)
    return Guide(
        name=name,
        title=title[1].strip() if title else name,
        roles=tuple(roles[1].split()) if roles else (),
        text=COMMENT.sub("", content),
        parts={
            page: anchor_of(heading)
            for _, heading, pages in ABOUT.findall(content)
            for page in pages.split()
        },
    )


def anchor_of(heading: str) -> str:
    """The id of a heading: 'Cliënten: wie doet mee?' → 'clienten-wie-doet-mee'."""
    plain = unicodedata.normalize("NFKD", heading).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
