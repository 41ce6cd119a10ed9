"""The small family of errors that services raise and edges turn into words."""

from survey_app.operators.sentence import DutchSentence, Sentence


class TrajectspiegelError(Exception):
    """Something a person must be told; `str(error)` is the sentence for the operator.

    Given as a template with its values, `BadInput("{path}: larger than {most} rows", ...)`, with a
    plural after it where it counts `n`: operators/ says it in their language.
    """

    def __init__(self, *words: object, **values: object) -> None:
        super().__init__(*((Sentence(*map(str, words), **values),) if values else words))


class SettingError(TrajectspiegelError):
    """A setting is missing or wrong; names the setting and the remedy."""

    def __init__(self, name: str, remedy: str, /, **values: object) -> None:
        remedy = Sentence(remedy, **values)
        super().__init__("setting {setting}: {remedy}", setting=name, remedy=remedy)


class KeyMissing(TrajectspiegelError):
    """A key file is not there or not readable; raised at start, never half-way."""


class UnknownName(TrajectspiegelError):
    """An organisation, wave or account with that name does not exist."""


class NameTaken(TrajectspiegelError):
    """An organisation, wave or account with that name exists already."""


class BadInput(TrajectspiegelError):
    """A file or argument that somebody gave cannot be used; says why and what to do."""


class EntryRefused(BadInput):
    """What somebody filled in on a page cannot be used; the sentence is Dutch, as the page is."""


class FileRefused(BadInput):
    """A file that somebody gave cannot be used; `dutch` is the sentence of the page it came by."""

    def __init__(self, template: str, dutch: str, /, **values: object) -> None:
        super().__init__(template, **values)
        self.dutch = dutch.format_map(values)


class ShownReason(ValueError):
    """Why one row or one value cannot be used; a page shows it as well, so it is in Dutch."""

    def __init__(self, template: str, /, **values: object) -> None:
        super().__init__(DutchSentence(template, **values))


class NotATester(BadInput):
    """A test wave would go to somebody who is not among its test addresses."""


class WaveClosed(TrajectspiegelError):
    """The wave does not take answers (not yet open, closed or past its end date)."""


class WaveOver(WaveClosed):
    """The wave ended while somebody was inside; what they filled in has not been sent."""


class WavePlanned(WaveClosed):
    """The wave does not take answers yet: who scans a poster or letter early comes back."""


class LinkUnknown(TrajectspiegelError):
    """No invitation belongs to this token or code."""


class LinkUsed(TrajectspiegelError):
    """The questionnaire of this invitation has been sent already."""


class LinkPaused(TrajectspiegelError):
    """The wave is paused; the person can come back later."""


class SessionOver(TrajectspiegelError):
    """The respondent's session has ended; the link or letter code opens it again."""


class CookieMissing(TrajectspiegelError):
    """This browser does not bring the cookie that we gave it a moment ago, or lost it."""


class FormRefused(TrajectspiegelError):
    """A form without the proof that it came from a page of ours in this browser."""


class TooManyTries(TrajectspiegelError):
    """Too many codes, receipts or open links were tried; later it works again."""


class DraftMoved(TrajectspiegelError):
    """Another page or device has stored something newer than this page knows."""


class CannotDecrypt(TrajectspiegelError):
    """Ciphertext does not belong to this key, row or organisation."""


class StoreUnavailable(TrajectspiegelError):
    """The database cannot be reached or cannot write; nothing was stored."""


class LoginRefused(TrajectspiegelError):
    """The name or the password is not right; never says which of the two."""


class TooManyAttempts(TrajectspiegelError):
    """Too many wrong passwords for now; the person may try again in some minutes."""


class NotPublished(TrajectspiegelError):
    """There is no table of this wave yet, or its document has not been made yet."""
