"""The words of a message: one plain text file per kind, audience and language.

`string.Template` replaces named places in a single pass: what a name or an organisation
contains is never read as a place itself.
"""

import datetime
import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from string import Template
from typing import Literal

from babel.dates import format_date

from survey_app.config import TEMPLATES
from survey_app.messaging.channels.sms import plain_signs, sms_length
from survey_app.messaging.own_words import filled_own_words
from survey_app.questionnaire.definition import Questionnaire
from survey_app.texts.translations import LANGUAGES, SOURCE

Audience = Literal["client", "partner", "needs"]

# 'started' is the reminder to who began and sent nothing in.
SMS_KINDS = {"reminder": "sms-reminder", "started": "sms-started"}
FOLDER = TEMPLATES / "messages"
NOBODY = {
    "nl": "lezer",
    "en": "reader",
    "ar": "بكم",
    "uk": "шановні читачі",
    "tr": "değerli okur",
    "ti": "ኣንባቢ",
}
# These names of months are also those of another calendar; the figures leave no doubt.
ALSO_IN_FIGURES = ("ti",)
# Around what is filled in from left to right: without it a telephone number in a text from right
# to left shows its groups in the wrong order. Older telephones know this mark, not isolates.
GAP = re.compile(r"[ \n]*\n\n")  # also where a sentence was left out
LEFT_TO_RIGHT = "\u200e"


@dataclass(frozen=True, slots=True)
class Named:
    """A questionnaire among others in one message: its name and its own link."""

    title: str
    link: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What a message may mention; nothing else of the contact reaches a text."""

    name: str
    organisation: str
    help: str
    link: str
    opt_out: str
    until: datetime.date
    genuine: str = ""  # where to see whether a message is ours
    can_be_answered: bool = False  # whether STOP, sent back, reaches us
    is_last: bool = True  # no reminder can follow
    own: str = ""  # what the organisation adds, with its places (own_words.py)
    named: tuple[Named, ...] = ()  # more than one questionnaire: each with its own link


@dataclass(frozen=True, slots=True)
class Text:
    """A subject of one line and a body; `dutch` is for whoever helps, when it is not Dutch."""

    subject: str
    body: str
    language: str = SOURCE
    dutch: str = ""
    has_own_words: bool = False

    @property
    def direction(self) -> str:
        """'ltr' or 'rtl'."""
        return LANGUAGES[self.language][1]

    @property
    def plain(self) -> str:
        """The body, with the Dutch below it."""
        return f"{self.body.rstrip()}\n\n--\n{self.dutch}" if self.dutch else self.body


def audience(questionnaire: Questionnaire) -> Audience:
    """Who reads it. The half-yearly needs form makes another promise than the evaluation."""
    if questionnaire.store == "needs":
        return "needs"
    return "client" if questionnaire.party == "C" else "partner"


def written_language(kind: str, reader: Audience, language: str) -> str:
    """The language a message goes out in: the person's, or Dutch when that is not written."""
    return language if _path(kind, reader, language).is_file() else SOURCE


def message_text(kind: str, reader: Audience, language: str, facts: Facts) -> Text:
    """The message of this kind in a language that `written_language` gave."""
    filled = _filled(kind, reader, language, facts)
    subject, _, body = filled.partition("\n\n")
    if facts.own:
        body = _with_own_words(body, language, facts)
    if facts.genuine and kind != "letter":  # a letter says it in its own place
        body = f"{body.rstrip()}\n\n{_closing()[language]['mail']}\n{one_line(facts.genuine)}\n"
    dutch = "" if language == SOURCE else _filled("dutch", reader, SOURCE, facts)
    return Text(
        one_line(subject.replace(LEFT_TO_RIGHT, "")), body, language, dutch, bool(facts.own)
    )


def _with_own_words(body: str, language: str, facts: Facts) -> str:
    """The body with the organisation's own words after the greeting and the question."""
    words = {
        "name": one_line(facts.name) or NOBODY[language],
        "organisation": one_line(facts.organisation),
        "help": one_line(facts.help),
        "until": long_date(facts.until, language),
    }
    greeting, question, *rest = body.split("\n\n")
    return "\n\n".join((greeting, question, filled_own_words(facts.own, words), *rest))


def sms_text(kind: str, reader: Audience, language: str, facts: Facts) -> Text:
    """The same as an SMS: no subject, no name (a telephone is shared), no second language."""
    kind = SMS_KINDS.get(kind, "sms")
    body = plain_signs(_filled(kind, reader, language, facts).rstrip("\n"))
    if facts.can_be_answered:
        body = _with_line(body, _closing()[language]["stop"])
    if facts.genuine:
        line = _closing()[language]["sms"].replace("{page}", one_line(facts.genuine))
        body = _with_line(body, line)
    return Text("", body, language)


def _with_line(body: str, line: str) -> str:
    """The text with a line more, where that costs no other part and no other encoding."""
    longer, now = sms_length(f"{body}\n{line}"), sms_length(body)
    same = (longer.parts, longer.encoding) == (now.parts, now.encoding)
    return f"{body}\n{line}" if same else body


def long_date(day: datetime.date, language: str) -> str:
    """'22 november 2026' in each language."""
    words = format_date(day, "d MMMM y", locale=language)
    return f"{words} ({day:%d-%m-%Y})" if language in ALSO_IN_FIGURES else words


def one_line(text: str) -> str:
    """The text without line breaks or control characters: it may stand in a header."""
    if not text.isprintable():
        text = "".join(c if c.isprintable() else " " for c in text)
    return " ".join(text.split())


def _filled(kind: str, reader: Audience, language: str, facts: Facts) -> str:
    words = {
        "name": one_line(facts.name) or NOBODY[language],
        "organisation": one_line(facts.organisation),
        "help": one_line(facts.help),
    }
    if LANGUAGES[language][1] == "rtl":
        words = {key: f"{LEFT_TO_RIGHT}{word}{LEFT_TO_RIGHT}" for key, word in words.items()}
    last = _closing()[language]["last"] if facts.is_last else ""
    filled = _template(_path(kind, reader, language)).substitute(
        words,
        last=last,
        link=_links(kind, language, facts),
        opt_out=one_line(facts.opt_out),
        until=long_date(facts.until, language),
    )
    return filled if last else GAP.sub("\n\n", filled)


def _links(kind: str, language: str, facts: Facts) -> str:
    """The one link, or a paragraph for each questionnaire; a text message has no room for those."""
    if not facts.named:
        return one_line(facts.link)
    each = [f"{one_line(one.title)}:\n{one_line(one.link)}" for one in facts.named]
    if kind.startswith("sms"):
        return "\n".join(each)
    return "\n\n".join(("", *each, _closing()[language]["several"]))


def _path(kind: str, reader: Audience, language: str) -> Path:
    return FOLDER / f"{kind}.{reader}.{language}.txt"


@lru_cache(maxsize=1)
def _closing() -> dict[str, dict[str, str]]:
    """What messages end with, by language and kind."""
    return tomllib.loads((FOLDER / "closing.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=128)
def _template(path: Path) -> Template:
    return Template(path.read_text(encoding="utf-8"))
