"""Documents from a web process, which must stay small: the typesetter gets a process of its own."""

import subprocess
import sys
from functools import lru_cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from survey_app.config import PACKAGE, TEMPLATES

SECONDS = 60


def typeset(html: str) -> bytes:
    """A complete HTML document as PDF/UA-1, made outside this process."""
    done = subprocess.run(
        [sys.executable, "-m", "survey_app.documents.pdf"],
        input=html.encode(),
        capture_output=True,
        check=True,
        cwd=PACKAGE.parent,
        timeout=SECONDS,
    )
    return done.stdout


@lru_cache(maxsize=1)
def document_templates() -> Environment:
    """The templates of documents: everything escaped, and a name that is missing is an error."""
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
