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
from survey_app.operators.sentence import Sentence

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
_BESIDE = re.compile(r"<!DOCTYPE|<!ENTITY|<\?(?!xml[ \t\r\n])")
_ELSEWHERE = re.compile(r"url\(\s*['\"]?(?!#)|@import|expression\(|javascript:|\\", re.IGNORECASE)


# why a logo is refused -> (for who fills in a file, for who uploads it)
REASONS = {
    "kind": ("must be a file that ends in .svg, .png or .webp", "Kies een SVG, PNG of WebP."),
    "heavy": (
        "has {what} bytes; at most {bytes}",
        f"Dit logo is {{what}} bytes groot. Ten hoogste {LOGO_BYTES} mag: mensen met een oude "
        "telefoon wachten er anders op.",
    ),
    "damaged": ("is damaged", "Dit bestand is beschadigd of is geen plaatje van deze soort."),
    "sides": (
        "is more than {side} pixels wide or high",
        f"Dit logo is meer dan {LARGEST_SIDE} pixels breed of hoog. Maak het kleiner.",
    ),
    "plain": (
        "holds more than a drawing ({what}); save it as plain SVG",
        "Dit bestand bevat meer dan een tekening ({what}). Sla het op als gewone SVG.",
    ),
    "script": (
        "holds a script or a link ({what})",
        "Dit bestand bevat een script of een link ({what}). Zo’n logo mag niet.",
    ),
}
Refusal = tuple[str, object]  # why, and what was found


def check_logo(name: str, content: bytes) -> None:
    """Raise BadInput for a logo that is too heavy, is no picture, or is more than one."""
    found = refusal_of(name, content)
    if found is not None:
        raise BadInput(
            "logo {name}: {reason}",
            name=name,
            reason=Sentence(
                REASONS[found[0]][0], what=found[1], bytes=LOGO_BYTES, side=LARGEST_SIDE
            ),
        )


def refusal_in_dutch(name: str, content: bytes) -> str:
    """Why this logo may not be used, for who uploads it; empty when it may."""
    found = refusal_of(name, content)
    return REASONS[found[0]][1].format(what=found[1]) if found is not None else ""


def refusal_of(name: str, content: bytes) -> Refusal | None:
    """Why this logo may not be used, or None."""
    ending = PurePath(name).suffix
    if ending not in KINDS:
        return "kind", ending
    if len(content) > LOGO_BYTES:
        return "heavy", len(content)
    return KINDS[ending](content)


def kind_of(content: bytes) -> str:
    """The ending that fits this content, empty when it is no picture that we know."""
    if content.startswith(PNG):
        return ".png"
    if content.startswith(WEBP) and content[8:12] == b"WEBP":
        return ".webp"
    return ".svg" if b"<svg" in content[:1000] else ""


def _png(content: bytes) -> Refusal | None:
    """Every part must be whole and nothing may follow the last one."""
    place, kinds = len(PNG), []
    while content.startswith(PNG) and place + 12 <= len(content):
        length = int.from_bytes(content[place : place + 4])
        kind, end = content[place + 4 : place + 8], place + 8 + length
        total = int.from_bytes(content[end : end + 4])
        if end + 4 > len(content) or zlib.crc32(content[place + 4 : end]) != total:
            return "damaged", kind
        kinds.append(kind)
        if kind == b"IHDR":
            sides = (content[place + 8 : place + 12], content[place + 12 : place + 16])
            if not all(1 <= int.from_bytes(side) <= LARGEST_SIDE for side in sides):
                return "sides", sides
        place = end + 4
    is_whole = kinds[:1] == [b"IHDR"] and kinds[-1:] == [b"IEND"] and place == len(content)
    return None if is_whole and b"IDAT" in kinds else ("damaged", "")


def _webp(content: bytes) -> Refusal | None:
    length = int.from_bytes(content[4:8], "little") + 8
    is_whole = len(content) in (length, length + 1)
    is_webp = content.startswith(WEBP) and content[8:12] == b"WEBP" and is_whole
    return None if is_webp else ("damaged", "")


def _svg(content: bytes) -> Refusal | None:
    """Only a drawing, all of it in the file itself."""
    try:
        text = content.decode("utf-8-sig")
    except ValueError:
        return "damaged", ""
    if found := _BESIDE.search(text):
        return "plain", found[0]
    try:
        root = ElementTree.fromstring(text)  # noqa: S314 - no DOCTYPE, so no entities; 10 kB
    except ElementTree.ParseError:
        return "damaged", ""
    if root.tag != f"{SVG}svg":
        return "damaged", ""
    return next((reason for one in root.iter() if (reason := _active(one))), None)


def _active(element: ElementTree.Element) -> Refusal | None:
    tag = element.tag
    name = tag.removeprefix(SVG)
    if tag.startswith(ACTIVE_SPACES) or (tag.startswith(SVG) and name not in INERT):
        return "plain", name.rpartition("}")[2]
    for attribute, value in element.attrib.items():
        plain = attribute.rpartition("}")[2].lower()
        is_link = plain in ("href", "src") and not value.startswith("#")
        if plain.startswith("on") or is_link or _ELSEWHERE.search(value):
            return "script", plain
    if name == "style" and _ELSEWHERE.search(element.text or ""):
        return "script", name
    return None


KINDS: dict[str, Callable[[bytes], Refusal | None]] = {".svg": _svg, ".png": _png, ".webp": _webp}
