"""Any complete HTML document as PDF/UA-1: WeasyPrint typesets it, and nothing is fetched.

Heavy: only the worker and commands import this. The web asks `typesetting.typeset`.
"""

import io
import sys
from typing import NoReturn

import pikepdf
from weasyprint import HTML
from weasyprint.urls import URLFetcher

from survey_app.documents.tags import mend_tags


class FetchRefused(ValueError):
    """A document asked for something outside itself; ours are complete as they are."""


class NothingFetcher(URLFetcher):  # type: ignore[misc] # weasyprint has no types
    """Refuses every address: no network, no file of the server ever comes into a document."""

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> NoReturn:
        """Refuse. WeasyPrint's own fetcher opens loopback addresses and local files."""
        del headers
        raise FetchRefused(f"a document may not fetch {url[:100]}")


def render_pdf(html: str) -> bytes:
    """Any complete HTML document as tagged PDF/UA-1, with what WeasyPrint leaves open added."""
    document = HTML(string=html, url_fetcher=NothingFetcher()).render(pdf_variant="pdf/ua-1")
    return completed(document.write_pdf(pdf_variant="pdf/ua-1"))


def completed(pdf: bytes) -> bytes:
    """The same PDF: tables whole and with scoped heads, every glyph meaning something."""
    made = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        mend_tags(document)
        _name_glyphs(document)
        document.save(made, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return made.getvalue()


def _name_glyphs(document: pikepdf.Pdf) -> None:
    """A mark drawn apart from its letters (Arabic) stands for nothing more: a word joiner."""
    for font in document.objects:
        if not isinstance(font, pikepdf.Dictionary) or font.get("/Type") != "/Font":
            continue
        names = font.get("/ToUnicode")
        if names is not None and b"<>" in names.read_bytes():
            names.write(names.read_bytes().replace(b"<>", b"<2060>"))


if __name__ == "__main__":  # typesetting.py: a page in, a document out
    sys.stdout.buffer.write(render_pdf(sys.stdin.buffer.read().decode()))
