"""The words of each language: questionnaires/translations/<language>.po, read once at start.

The key of a text is its msgctxt ("C302", "C302.explanation", "SQ:5", "button.next"), its msgid
the Dutch source. The header says X-Status: concept or gecontroleerd. A language is offered for a
questionnaire only when no text of it is missing; `concept` only in a synthetic installation.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from survey_app.errors import BadInput
from survey_app.questionnaire.definition import Catalogue, Questionnaire
from survey_app.questionnaire.own import without_own
from survey_app.questionnaire.translating import MissingTranslation, translated, translation_keys
from survey_app.questionnaire.wording import EASY, easy_texts
from survey_app.texts.po_file import PoFile, read_po

SOURCE = "nl"
CHECKED, DRAFT = "gecontroleerd", "concept"
FIRST_RTL, LAST_RTL = "\u0590", "\u08ff"
ISOLATE, END_ISOLATE = "\u2068", "\u2069"  # first strong isolate, pop directional isolate
# code -> (its own name, direction)
LANGUAGES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "nl": ("Nederlands", "ltr"),
        "en": ("English", "ltr"),
        "ar": ("العربية", "rtl"),
        "uk": ("Українська", "ltr"),
        "tr": ("Türkçe", "ltr"),
        "ti": ("ትግርኛ", "ltr"),
    }
)


@dataclass(frozen=True, slots=True)
class Language:
    """One language as respondents see it; `texts` holds every text of the screens.

    `easy` holds the same texts with their easy forms, for who chose easy reading.
    """

    code: str
    name: str
    direction: str
    status: str
    texts: Mapping[str, str]
    easy: Mapping[str, str]

    def words(self, easy_read: bool) -> Mapping[str, str]:
        """The texts of the screens as somebody wants to read them."""
        return self.easy if easy_read else self.texts


@dataclass(frozen=True, slots=True)
class Translations:
    """Every language there is, and which of them a questionnaire can be answered in."""

    languages: Mapping[str, Language]
    sources: Mapping[str, PoFile]
    offer_drafts: bool

    def offered(self, questionnaire: Questionnaire) -> tuple[Language, ...]:
        """The languages in which every text of this questionnaire may be shown, Dutch first.

        What a wave asks besides is in Dutch only, and left out of every other language.
        """
        asked = without_own(questionnaire)
        return tuple(
            language
            for language in self.languages.values()
            if self._may_show(language) and not self.missing(asked, language.code)
        )

    def for_screens(self) -> tuple[Language, ...]:
        """The languages for pages that belong to no questionnaire, Dutch first."""
        dutch = self.languages[SOURCE].texts
        return tuple(
            language
            for code, language in self.languages.items()
            if code == SOURCE
            or (self._may_show(language) and not _lacking(dutch, self.sources[code].texts))
        )

    def missing(self, questionnaire: Questionnaire, code: str) -> tuple[str, ...]:
        """The keys that a language lacks for a questionnaire and the screens around it."""
        if code == SOURCE:
            return ()
        texts = self.sources[code].texts
        lacking = _lacking(self.languages[SOURCE].texts, texts)
        return (*lacking, *_missing_in(questionnaire, texts))

    def in_language(self, questionnaire: Questionnaire, code: str) -> Questionnaire:
        """The questionnaire in a language. Raises MissingTranslation when it is not complete."""
        if code == SOURCE:
            return questionnaire
        return translated(without_own(questionnaire), self.sources[code].texts)

    def _may_show(self, language: Language) -> bool:
        return language.status == CHECKED or self.offer_drafts


def load_translations(
    folder: Path, catalogue: Catalogue, offer_drafts: bool, own: Path | None = None
) -> Translations:
    """Every language of the folder, or of `own` where that has a newer file of it.

    Raises BadInput naming file and line of a bad .po file.
    """
    dutch = _language(SOURCE, CHECKED, catalogue.interface)
    languages, sources = {SOURCE: dutch}, {}
    for code in LANGUAGES:
        path = folder / f"{code}.po"
        if own is not None and (own / path.name).exists():
            path = own / path.name
        if code == SOURCE or not path.exists():
            continue
        source = read_po(path)
        status = source.header.get("X-Status", DRAFT)
        if status not in (CHECKED, DRAFT):
            raise BadInput(
                "{file}: X-Status must be {draft} or {checked}, not {status!r}",
                file=path.name,
                draft=DRAFT,
                checked=CHECKED,
                status=status,
            )
        sources[code] = source
        # A screen text that is missing shows in Dutch on pages that belong to no questionnaire.
        texts = {**catalogue.interface, **_complete(catalogue.interface, source.texts)}
        languages[code] = _language(code, status, texts)
    return Translations(MappingProxyType(languages), MappingProxyType(sources), offer_drafts)


def _language(code: str, status: str, texts: Mapping[str, str]) -> Language:
    name, direction = LANGUAGES[code]
    easy = MappingProxyType(easy_texts(texts))
    return Language(code, name, direction, status, MappingProxyType(dict(texts)), easy)


_BETWEEN_DIGITS = re.compile(r"(?<=\d) (?=\d)")
NO_BREAK_SPACE = "\u00a0"


def fill(text: str, **values: str | int) -> str:
    """The text with its places filled; a place is literally `{name}`, nothing is evaluated.

    A telephone number stays on one line. In a text from right to left a filled-in value keeps
    its own direction: the groups of a telephone number would otherwise change places.

    >>> fill("Vraag {number} van {total}", number=2, total=10)
    'Vraag 2 van 10'
    """
    from_right = any(FIRST_RTL <= character <= LAST_RTL for character in text)
    for name, value in values.items():
        whole = str(value)
        if name == "phone":
            whole = _BETWEEN_DIGITS.sub(NO_BREAK_SPACE, whole)
        filled = f"{ISOLATE}{whole}{END_ISOLATE}" if from_right else whole
        text = text.replace("{" + name + "}", filled)
    return text


def all_keys(catalogue: Catalogue) -> dict[str, str]:
    """Every text there is to translate: key -> Dutch, screens first."""
    keys = dict(catalogue.interface)
    for questionnaire in catalogue.newest():
        keys.update(translation_keys(questionnaire))
    return keys


def _missing_in(questionnaire: Questionnaire, texts: Mapping[str, str]) -> tuple[str, ...]:
    try:
        translated(questionnaire, texts)
    except MissingTranslation as error:
        return error.keys
    return ()


def _complete(dutch: Mapping[str, str], texts: Mapping[str, str]) -> dict[str, str]:
    lacking = set(_lacking(dutch, texts))
    return {key: texts[key] for key in dutch if key not in lacking}


def _lacking(dutch: Mapping[str, str], texts: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(
        key for key, source in dutch.items() if not same_places(source, texts.get(key, ""))
    )


def longer_easy(texts: Mapping[str, str]) -> tuple[str, ...]:
    """The keys whose easy form is longer than the text it stands for.

    A translation may say both alike: not every language can be shorter where Dutch can.

    >>> longer_easy({"stop": "Stop", "stop.easy": "Stop now", "yes": "Yes", "yes.easy": "Yes"})
    ('stop.easy',)
    """
    return tuple(
        key
        for key, easy in texts.items()
        if key.endswith(EASY) and len(easy) > len(texts.get(key.removesuffix(EASY), easy))
    )


def same_places(dutch: str, text: str) -> bool:
    """Whether a translation is there and has exactly the places in braces of the Dutch."""
    return bool(text.strip()) and _places(dutch) == _places(text)


def _places(text: str) -> list[str]:
    return sorted(part.split("}")[0] for part in text.split("{")[1:])
