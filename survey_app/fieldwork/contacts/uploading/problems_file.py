"""The rows that cannot be used as a file of their own, to correct in a spreadsheet."""

import csv
import io

from survey_app.database import reading
from survey_app.documents.tabular import as_text
from survey_app.fieldwork.contacts.uploading.queries import rows_with
from survey_app.fieldwork.contacts.uploading.sealing import Holder, opened_row
from survey_app.installation import Installation
from survey_app.models import ContactUpload

PROBLEM = "probleem"


def problems_csv(installation: Installation, holder: Holder, upload: ContactUpload) -> bytes:
    """A CSV for a Dutch spreadsheet, with the problem in a column that is not read again."""
    with reading(installation.engine) as session:
        rows = rows_with(session, upload.id, "refused", max(upload.rows, 1))
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";")
    header = [one for one in upload.columns.get("header", []) if one != PROBLEM]
    places = [place for place, one in enumerate(upload.columns.get("header", [])) if one != PROBLEM]
    writer.writerow([*map(as_text, header), PROBLEM])
    for row in rows:
        cells = opened_row(holder, row.number, row.ciphertext).cells
        kept = [cells[place] if place < len(cells) else "" for place in places]
        surplus = cells[len(upload.columns.get("header", [])) :]
        problem = f"rij {row.number}: {row.problem}"
        writer.writerow([*map(as_text, kept), as_text(problem), *map(as_text, surplus)])
    return b"\xef\xbb\xbf" + text.getvalue().encode()
