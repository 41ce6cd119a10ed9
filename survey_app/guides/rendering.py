"""A guide as HTML in the look of the staff pages. Loads markdown-it, so imported when needed."""

from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

from survey_app.guides.reading import Guide, anchor_of

CLASSES = {
    "h1": "utrecht-heading-1",
    "h2": "utrecht-heading-2",
    "h3": "utrecht-heading-3",
    "p": "utrecht-paragraph",
    "ul": "utrecht-unordered-list",
    "ol": "utrecht-ordered-list",
    "a": "utrecht-link",
    "table": "utrecht-table",
}
# HTML in a guide is shown as text: a guide never brings a script or style of its own.
PARSER = MarkdownIt("commonmark", {"html": False}).enable("table")


@lru_cache(maxsize=20)
def guide_html(guide: Guide) -> Markup:
    """The guide, rendered once; every heading has an id."""
    tokens = PARSER.parse(guide.text)
    for place, token in enumerate(tokens):
        _dress(token)
        if token.type == "heading_open":
            token.attrSet("id", anchor_of(tokens[place + 1].content))
        for child in token.children or ():
            _dress(child)
    return Markup(PARSER.renderer.render(tokens, PARSER.options, {}))  # noqa: S704 - html is off


def headings(guide: Guide) -> list[tuple[str, str]]:
    """(Anchor, words) of each part."""
    tokens = PARSER.parse(guide.text)
    return [
        (anchor_of(tokens[place + 1].content), tokens[place + 1].content)
        for place, token in enumerate(tokens)
        if token.type == "heading_open" and token.tag == "h2"
    ]


def _dress(token: Token) -> None:
    if token.nesting == 1 and token.tag in CLASSES:
        token.attrJoin("class", CLASSES[token.tag])
    if token.type == "image":
        token.attrSet("loading", "lazy")
    if token.type == "link_open":
        # from one guide to another: the file on a code site, the page here
        token.attrSet("href", str(token.attrGet("href")).replace(".md", "", 1))
