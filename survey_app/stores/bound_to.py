"""What each ciphertext under the key `contact` belongs to: in another row it cannot be read.

Stored with every ciphertext, so none of these may ever change.
"""

CONTACT_FILES = "contact files"  # the purpose of the key for what is kept of a file


def contact(organisation_id: str, contact_id: str) -> str:
    """Who somebody is."""
    return f"contact:{organisation_id}:{contact_id}"


def call_note(organisation_id: str, note_id: str) -> str:
    """A note of a caller."""
    return f"call_note:{organisation_id}:{note_id}"


def message_reply(organisation_id: str, reply_id: str) -> str:
    """What somebody wrote back."""
    return f"message_reply:{organisation_id}:{reply_id}"


def of_file(what: str, organisation_id: str, upload_id: str, number: int) -> str:
    """A `piece` or a `row` of a contact file."""
    return f"{what}:{organisation_id}:{upload_id}:{number}"


def recontact(row_id: str) -> str:
    """What a volunteer filled in."""
    return f"recontact:{row_id}"


def interview_draw(wave_id: str) -> str:
    """The numbers of a draw."""
    return f"interview_draw:{wave_id}"


def recontact_drawn(row_id: str) -> str:
    """Why somebody has this place."""
    return f"recontact_drawn:{row_id}"


def recontact_outcome(row_id: str) -> str:
    """What came of a talk."""
    return f"recontact_outcome:{row_id}"


def needs_note(row_id: str) -> str:
    """The note of a professional about a needs form."""
    return f"needs_note:{row_id}"
