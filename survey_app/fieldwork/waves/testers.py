"""Where a test may go: e-mail addresses and telephone numbers, one a line."""

from survey_app.fieldwork.contacts.email_addresses import EmailRefused, normal_email
from survey_app.fieldwork.contacts.phone_numbers import PhoneRefused, normal_phone

MOST_TESTERS = 20


def typed_testers(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The addresses and numbers of a text, and a sentence for each line that is neither.

    >>> typed_testers("an@voorbeeld.nl\\n06 12345678\\nan@voorbeeld.nl")
    (('an@voorbeeld.nl', '+31612345678'), ())
    """
    found: dict[str, None] = {}
    refused = []
    for line in filter(None, (one.strip() for one in text.splitlines())):
        try:
            found[normal_email(line) if "@" in line else normal_phone(line)] = None
        except (EmailRefused, PhoneRefused) as error:
            refused.append(f"“{line[:60]}” {error}")
    return tuple(found), tuple(refused)
