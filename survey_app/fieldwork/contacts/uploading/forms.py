"""What somebody's browser sends about a contact file, as plain values."""

from collections.abc import Sequence

from werkzeug.datastructures import MultiDict

MOST_CELLS, LONGEST = 200, 2000


def chosen_columns(form: MultiDict[str, str], header: Sequence[str]) -> dict[str, str]:
    """For each column of the file what it is to us; '' for one that is not read."""
    return {
        column: form.get(f"kolom-{place}", "")[:40] for place, column in enumerate(header) if column
    }


def corrected_cells(form: MultiDict[str, str]) -> tuple[str, ...]:
    """The cells of one row, in the order of the file; one that was not sent is empty."""
    sent = {
        int(name.removeprefix("cel-")): value[:LONGEST]
        for name, value in form.items()
        if name.startswith("cel-")
        and name.removeprefix("cel-").isascii()
        and name.removeprefix("cel-").isdigit()
        and len(name) < len("cel-") + 4
    }
    width = min(max(sent, default=-1) + 1, MOST_CELLS)
    return tuple(sent.get(place, "") for place in range(width))
