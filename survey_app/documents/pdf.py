"""Any complete HTML document as PDF/UA-1: WeasyPrint typesets it, and nothing is fetched.

Heavy: only the worker and commands import this. The web asks `typesetting.typeset`.
"""

import io
import sys
from typing import Any, NoReturn

import pikepdf
from weasyprint import HTML
from weasyprint.urls import URLFetcher


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
    """The same PDF: every table head has its scope, every glyph stands for something."""
    made = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        _add_scopes(document.Root.StructTreeRoot, in_head=False)
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


def _add_scopes(element: Any, in_head: bool) -> None:
    for child in _children(element):
        kind = str(child.get("/S", ""))
        if kind == "/TH":
            scope = pikepdf.Name("/Column" if in_head else "/Row")
            _attribute(child, scope)
        _add_scopes(child, in_head or kind == "/THead")


def _children(element: Any) -> list[Any]:
    kids = element.get("/K")
    if kids is None:
        return []
    found = list(kids) if isinstance(kids, pikepdf.Array) else [kids]
    return [kid for kid in found if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]


def _attribute(cell: Any, scope: pikepdf.Name) -> None:
    """Add the scope to what the cell says of itself as part of a table."""
    known = cell.get("/A")
    parts = list(known) if isinstance(known, pikepdf.Array) else [known] if known else []
    table = next((part for part in parts if part.get("/O") == "/Table"), None)
    if table is None:
        table = pikepdf.Dictionary(O=pikepdf.Name("/Table"))
        cell["/A"] = pikepdf.Array([*parts, table]) if parts else table
        table = cell["/A"][-1] if parts else cell["/A"]
    table["/Scope"] = scope


if __name__ == "__main__":  # typesetting.py: a page in, a document out
    sys.stdout.buffer.write(render_pdf(sys.stdin.buffer.read().decode()))
