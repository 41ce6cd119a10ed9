"""How the database will find the rows of a page: no query may walk through a table that grows."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, event

GROWING = frozenset(
    {
        *("access", "answer_count", "call_note", "call_outcome", "contact", "draft", "inbox"),
        *("invitation", "message", "needs_response", "open_answer", "recontact", "response"),
        *("audit_entry", "contact_name", "dispatch", "document", "edition_subject", "pair_count"),
        *("imported_token", "link_consent", "paper_check", "pattern_count", "response_count"),
        *("response_day", "score_count", "snapshot", "staff_session", "talk_note", "told"),
        *("released_breakdown", "uploaded_piece", "uploaded_row"),
    }
)

# Indexes that hold only what is under way, so that reading all of one is no walk.
FEW = (
    *("ix_draft_begun", "ix_message_to_count", "ix_recontact_to_tell", "ix_contact_unnamed"),
    *("ix_message_to_print_again", "ix_snapshot_documents_due"),
)
SPOKEN = ("SELECT", "WITH", "UPDATE", "DELETE")


@contextmanager
def statements_of(engine: Engine) -> Iterator[list[tuple[str, Any]]]:
    """Every statement of this engine that looks for rows, with its parameters."""
    found: list[tuple[str, Any]] = []

    def note(
        _c: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, many: bool
    ) -> None:
        if statement.lstrip().upper().startswith(SPOKEN):
            found.append((statement, parameters[0] if many else parameters))

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(engine, "before_cursor_execute", note)


def scans(engine: Engine, statements: list[tuple[str, Any]]) -> list[str]:
    """The steps of these statements that walk through a whole growing table.

    PostgreSQL walks through every small table; so it is told to do that only where it must.
    """
    found = []
    is_sqlite = engine.dialect.name == "sqlite"
    prefix = "EXPLAIN QUERY PLAN " if is_sqlite else "EXPLAIN "
    with engine.begin() as connection:
        if not is_sqlite:
            connection.exec_driver_sql("set local enable_seqscan = off")
        for statement, parameters in statements:
            for row in connection.exec_driver_sql(prefix + statement, parameters):
                step = str(row[-1]).strip().removeprefix("->").strip()
                if _walks(step):
                    found.append(f"{step}: {statement}")
    return found


def _walks(step: str) -> bool:
    words = step.split()
    if words[0] == "SCAN":
        return table_of(step) in GROWING and words[-1] not in FEW
    return words[:3] == ["Seq", "Scan", "on"] and words[3] in GROWING


def table_of(step: str) -> str:
    """The table that a step of a plan is about; SQLite says `message_1` of one asked twice."""
    words = step.split()
    return re.sub(r"_\d+$", "", words[1] if words[0] == "SCAN" else words[3])
