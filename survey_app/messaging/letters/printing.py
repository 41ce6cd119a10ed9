"""The worker's print of letters. Heavy: it imports the typesetter, so only the worker does this."""

from survey_app.documents.pdf import render_pdf
from survey_app.installation import Installation
from survey_app.messaging.letters.services_dispatch import print_dispatches


def print_all_letters(installation: Installation) -> None:
    """Print every letter that waits. Raises as `print_dispatches`."""
    print_dispatches(installation, render_pdf)
