"""Rows F11 and J10: what nobody may read back stands in no log, title, address or table."""

from pathlib import Path

import pytest

from tests.faults.test_killed import served
from tests.faults.visiting import Line, hidden_fields
from tests.respond.conftest import Fieldwork
from tests.services.postgres import PostgresServer
from tests.services.processes import Program

__all__ = ["served"]
AGENT, ADDRESS, TYPED = "Kanarie-Telefoon/7.1", "198.51.100.77", "KANARIETEKST"


# A browser and an address that can be recognised.
MARKED = {"User-Agent": AGENT, "X-Forwarded-For": ADDRESS, "Referer": f"http://{ADDRESS}/"}


def journey(fieldwork: Fieldwork, port: int) -> dict[str, str]:
    """Everything that can go well or wrong once; the secrets that were in it."""
    ways = fieldwork.invite("K1-PRE", contact=fieldwork.contact(), with_code=True)
    line = Line(port, MARKED)
    assert ways.code is not None
    pages = [line.ask("GET", f"/v/{ways.token}")[1]]
    assert line.complete(ways.token, TYPED, 3)
    _, thanks = line.ask("GET", "/klaar")
    pages.append(thanks)
    receipt = thanks.partition('ts-receipt__code" dir="ltr">')[2][:11]
    assert len(receipt.replace("-", "")) == 10
    for path in (f"/v/{ways.token}", f"/v/{ways.token}x", f"/afmelden/{ways.token}", "/vraag/C301"):
        for method in ("GET", "POST"):
            pages.append(line.ask(method, path, {"answer": TYPED} if method == "POST" else None)[1])
    for path, code in (("/code", ways.code), ("/intrekken", receipt)):
        form = {**hidden_fields(line.ask("GET", path)[1]), "code": code}
        line.ask("POST", path, form)
    assert not [page for page in pages if f"<title>{ways.token}" in page or "Referer" in page]
    return {"token": ways.token, "code": ways.code, "receipt": receipt.replace("-", "")}


def test_no_secret_and_no_trace_of_the_visitor_stands_in_any_log_or_table(
    fieldwork: Fieldwork,
    served: tuple[Program, int],
    request: pytest.FixtureRequest,
    tmp_path: Path,
) -> None:
    program, port = served
    secrets = journey(fieldwork, port)
    program.stop()
    logs = [path.read_bytes() for path in tmp_path.rglob("*.log")]
    if fieldwork.installation.engine.dialect.name == "postgresql":
        server: PostgresServer = request.getfixturevalue("postgres_server")
        logs.append((server.folder / "log").read_bytes())
    stored = repr(fieldwork.rows()).encode()
    for canary in (*secrets.values(), AGENT, ADDRESS, TYPED):
        assert not [log for log in logs if canary.encode() in log], canary
        assert canary.encode() not in stored, canary
