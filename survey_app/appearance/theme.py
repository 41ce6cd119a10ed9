"""House style: design tokens, and whether people can still read what they colour.

Contrast is WCAG 2.2's ratio of relative luminances. Text that carries a question or an answer
needs 7:1, other text 4.5:1, borders and focus marks 3:1.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType

from survey_app.errors import BadInput
from survey_app.operators.sentence import Sentence, joined

# token -> default value; component tokens carry NL Design System (Utrecht) names
TOKENS: Mapping[str, str] = MappingProxyType(
    {
        "utrecht-document-background-color": "#fbfaf7",
        "utrecht-document-color": "#1b2530",
        "utrecht-button-primary-action-background-color": "#14506b",
        "utrecht-button-primary-action-color": "#ffffff",
        "utrecht-link-color": "#14506b",
        "utrecht-focus-outline-color": "#1b2530",
        "utrecht-focus-background-color": "#ffdd5c",
        "utrecht-form-field-invalid-border-inline-start-color": "#b3261e",
        "ts-header-background-color": "#ffffff",
        "ts-header-color": "#14506b",
        "ts-answer-background-color": "#ffffff",
        "ts-answer-border-color": "#6b7a88",
        "ts-answer-checked-background-color": "#e8f2f6",
        "ts-quiet-color": "#46535f",
        "ts-soft-color": "#f3efe8",
    }
)
HEADER = "ts-header-background-color"
# (foreground, background, least contrast)
PAIRS = (
    ("utrecht-document-color", "utrecht-document-background-color", 7.0),
    ("utrecht-document-color", "ts-answer-background-color", 7.0),
    ("utrecht-document-color", "ts-answer-checked-background-color", 7.0),
    ("utrecht-document-color", "ts-soft-color", 7.0),
    (
        "utrecht-button-primary-action-color",
        "utrecht-button-primary-action-background-color",
        4.5,
    ),
    ("utrecht-link-color", "utrecht-document-background-color", 4.5),
    ("utrecht-link-color", "ts-answer-background-color", 4.5),
    ("utrecht-link-color", "ts-soft-color", 4.5),
    ("ts-header-color", "ts-header-background-color", 4.5),
    ("ts-quiet-color", "ts-answer-background-color", 4.5),
    ("ts-quiet-color", "ts-soft-color", 4.5),
    ("ts-quiet-color", "utrecht-document-background-color", 4.5),
    ("utrecht-document-color", "utrecht-focus-background-color", 4.5),
    ("utrecht-button-primary-action-background-color", "utrecht-document-background-color", 3.0),
    ("utrecht-button-primary-action-background-color", "ts-answer-background-color", 3.0),
    ("ts-answer-border-color", "utrecht-document-background-color", 3.0),
    ("ts-answer-border-color", "ts-answer-background-color", 3.0),
    ("utrecht-focus-outline-color", "utrecht-document-background-color", 3.0),
    (
        "utrecht-form-field-invalid-border-inline-start-color",
        "utrecht-document-background-color",
        4.5,
    ),
)
COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


def check_theme(tokens: Mapping[str, object]) -> None:
    """Refuse unknown tokens, values that are no colour, and pairs that cannot be read.

    Raises BadInput with every failing pair and its ratio.
    """
    for name, value in tokens.items():
        if name not in TOKENS:
            raise BadInput(
                "theme: unknown token {name!r}; known: {tokens}",
                name=name,
                tokens=", ".join(TOKENS),
            )
        if not isinstance(value, str) or COLOUR.fullmatch(value) is None:
            raise BadInput(
                "theme: {name} must be a colour such as #14506b, not {value!r}",
                name=name,
                value=value,
            )
    colours = {**TOKENS, **{name: str(value) for name, value in tokens.items()}}
    failing = [
        Sentence(
            "{front} {ink} on {back} {paper} has contrast {contrast:.2f}, needed is {least}",
            front=front,
            ink=colours[front],
            back=back,
            paper=colours[back],
            contrast=contrast(colours[front], colours[back]),
            least=least,
        )
        for front, back, least in PAIRS
        if contrast(colours[front], colours[back]) < least
    ]
    if failing:
        raise BadInput("theme: {failing}", failing=joined("; ", failing))


def theme_css(tokens: Mapping[str, str]) -> str:
    """The rules that give an organisation its colours (light scheme only).

    A logo was drawn for the colour of its own header: that stays behind it in the dark scheme.
    """
    if not tokens:
        return ""
    values = "".join(f"--{name}:{value};" for name, value in sorted(tokens.items()))
    header = tokens.get(HEADER, TOKENS[HEADER])
    behind = ":root{--ts-logo-background-color:" + header + "}"
    return "@media not (prefers-color-scheme:dark){:root{" + values + "}}" + behind


def contrast(one: str, other: str) -> float:
    """WCAG contrast ratio of two colours, 1 to 21.

    >>> contrast("#000000", "#ffffff")
    21.0
    """
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
