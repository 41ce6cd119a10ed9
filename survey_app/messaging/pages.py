"""Messages as pages: what says in which language, and in which direction, they are read."""

from functools import lru_cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from survey_app.config import TEMPLATES
from survey_app.messaging.templates import Text


def mail_page(text: Text) -> str:
    """The message as HTML: the same words, links that can be pressed, nothing from elsewhere."""
    template = message_templates().get_template("messages/mail.html")
    return template.render(text=text, parts=_parts(text.body), dutch=_parts(text.dutch))


@lru_cache(maxsize=1)
def message_templates() -> Environment:
    """The templates of letters and e-mails."""
    return Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined
    )


def _parts(body: str) -> list[list[str]]:
    """The lines of each paragraph."""
    return [part.strip().splitlines() for part in body.split("\n\n") if part.strip()]
