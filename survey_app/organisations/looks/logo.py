"""A logo that can be shown to everybody: small, of a kind that browsers know, and only a picture.

An SVG is a document that could hold scripts, links and pictures of elsewhere. One that has them is
refused, with the sentence that says so: cleaning it might leave something else than was seen.
"""

import re
import zlib
from collections.abc import Callable
from pathlib import PurePath
from xml.etree import ElementTree

from survey_app.errors import BadInput

LOGO_BYTES = 10_000  # the first page, logo included, is at most 20 kB
LARGEST_SIDE = 2000  # of pixels
PNG, WEBP = b"\x89PNG\r\n\x1a\n", b"RIFF"
SVG = "{http://www.w3.org/2000/svg}"
INERT = (
    *("svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon"),
    *("text", "tspan", "defs", "linearGradient", "radialGradient", "stop", "clipPath", "mask"),
    *("title", "desc", "use", "symbol", "style", "metadata", "pattern"),
)
# Drawing programs leave notes of their own; a browser does nothing with those.
ACTIVE_SPACES = ("{http://www.w3.org/1999/xhtml}", "{http://www.w3.org/1998/Math/MathML}")
_ELSEWHERE = re.compile(r"url\(\s*['\"]?(?!#)|@import|expression\(|javascript:|\\", re.IGNORECASE)


def check_logo(name: str, content: bytes) -> None:
    """Raise BadInput for a logo that is too heavy, is no picture, or is more than one."""
    ending = PurePath(name).suffix
    if ending not in KINDS:
        raise BadInput(f"logo must be a file beside it that ends in {', '.join(KINDS)}")
    if len(content) > LOGO_BYTES:
        raise BadInput(f"logo {name} has {len(content)} bytes; at most {LOGO_BYTES}")
    reason = KINDS[ending](content)
    if reason:
        raise BadInput(f"logo {name}: {reason}")


def kind_of(content: bytes) -> str:
    """The ending that fits this content, empty when it is no picture that we know."""
    if content.startswith(PNG):
        return ".png"
    if content.startswith(WEBP) and content[8:12] == b"WEBP":
        return ".webp"
    return ".svg" if b"<svg" in content[:1000] else ""


def _png(content: bytes) -> str:
    """Why this is no PNG: every part must be whole and nothing may follow the last one."""
    if not content.startswith(PNG):
        return "is no PNG picture"
    place, kinds = len(PNG), []
    while place + 12 <= len(content):
        length = int.from_bytes(content[place : place + 4])
        kind, end = content[place + 4 : place + 8], place + 8 + length
        total = int.from_bytes(content[end : end + 4])
        if end + 4 > len(content) or zlib.crc32(content[place + 4 : end]) != total:
            return "is damaged"
        kinds.append(kind)
        if kind == b"IHDR":
            sides = (content[place + 8 : place + 12], content[place + 12 : place + 16])
            if not all(1 <= int.from_bytes(side) <= LARGEST_SIDE for side in sides):
                return f"is more than {LARGEST_SIDE} pixels wide or high"
        place = end + 4
    is_whole = kinds[:1] == [b"IHDR"] and kinds[-1:] == [b"IEND"] and place == len(content)
    return "" if is_whole and b"IDAT" in kinds else "is damaged"


def _webp(content: bytes) -> str:
    is_webp = content.startswith(WEBP) and content[8:12] == b"WEBP"
    if not is_webp:
        return "is no WebP picture"
    length = int.from_bytes(content[4:8], "little") + 8
    return "" if len(content) in (length, length + 1) else "is damaged"


def _svg(content: bytes) -> str:
    """Why this is not only a drawing."""
    try:
        text = content.decode("utf-8-sig")
    except ValueError:
        return "is no SVG in UTF-8"
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        return "holds a DOCTYPE; save it as plain SVG"
    if re.search(r"<\?(?!xml[ \t\r\n])", text):
        return "holds an instruction for the browser; save it as plain SVG"
    try:
        root = ElementTree.fromstring(text)  # noqa: S314 - no DOCTYPE, so no entities; 10 kB
    except ElementTree.ParseError:
        return "is no SVG"
    if root.tag != f"{SVG}svg":
        return "is no SVG"
    return next((reason for one in root.iter() if (reason := _active(one))), "")


def _active(element: ElementTree.Element) -> str:
    tag = element.tag
    name = tag.removeprefix(SVG)
    if tag.startswith(ACTIVE_SPACES) or (tag.startswith(SVG) and name not in INERT):
        return f"holds <{name.rpartition('}')[2]}>, which is more than a drawing"
    for attribute, value in element.attrib.items():
        plain = attribute.rpartition("}")[2].lower()
        if plain.startswith("on"):
            return f"holds a script ({plain})"
        if plain in ("href", "src") and not value.startswith("#"):
            return "holds a link to elsewhere"
        if _ELSEWHERE.search(value):
            return f"holds something of elsewhere ({plain})"
    if name == "style" and _ELSEWHERE.search(element.text or ""):
        return "holds something of elsewhere (style)"
    return ""


KINDS: dict[str, Callable[[bytes], str]] = {".svg": _svg, ".png": _png, ".webp": _webp}
