"""The servers behind the tests are themselves tested: a broken one would prove nothing."""

import smtplib
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import psycopg
import pytest
import redis
from sqlalchemy import Engine, text

from survey_app.database import Base, make_engine
from survey_app.installation import Installation
from tests.services.browser import OpenPage
from tests.services.databases import Template
from tests.services.page_check import complaints
from tests.services.postgres import OWNER, PostgresServer
from tests.services.small_application import GOOD, create_app
from tests.services.smtp_sink import SmtpSink
from tests.services.web_server import ROOT, StartServer

SMALL = "tests.services.small_application:create_app"


def test_every_database_has_all_tables_and_no_rows(engine: Engine) -> None:
    with engine.connect() as connection:
        counts = {
            table.name: connection.execute(text(f"SELECT count(*) FROM {table.name}")).scalar()
            for table in Base.metadata.sorted_tables
        }
    assert len(counts) > 10
    assert set(counts.values()) == {0}


def test_an_empty_database_has_no_table(empty_database_url: str) -> None:
    engine = make_engine(empty_database_url)
    with engine.connect() as connection:
        assert not engine.dialect.get_table_names(connection)
    engine.dispose()


def test_postgresql_keeps_fsync_and_denies_superuser(postgres_server: PostgresServer) -> None:
    url = postgres_server.url(postgres_server.create_database()).replace("+psycopg", "")
    with psycopg.connect(url) as connection:
        row = connection.execute(
            "SELECT current_setting('fsync'), current_setting('synchronous_commit'), rolsuper "
            "FROM pg_roles WHERE rolname = current_user"
        ).fetchone()
    assert row == ("on", "on", False)
    assert OWNER in url


def test_a_killed_postgresql_comes_back_with_what_was_committed(
    postgres_server: PostgresServer,
) -> None:
    url = postgres_server.url(postgres_server.create_database()).replace("+psycopg", "")
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 42 AS value")
    postgres_server.kill()
    postgres_server.start()
    with psycopg.connect(url) as connection:
        assert connection.execute("SELECT value FROM kept").fetchone() == (42,)


def test_a_server_stops_when_the_tests_themselves_are_killed(tmp_path: Path) -> None:
    script = (
        "import sys, time; from pathlib import Path; "
        "from tests.services.processes import start_program; "
        f"program = start_program(['sleep', '600'], Path({str(tmp_path / 'log')!r})); "
        "print(program.pid, flush=True); time.sleep(600)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as tests:
        assert tests.stdout is not None
        pid = int(tests.stdout.readline())
        assert soon(lambda: Path(f"/proc/{pid}/comm").read_text() == "sleep\n")
        tests.kill()
    assert soon(lambda: not is_running(pid))


def soon(done: Callable[[], bool]) -> bool:
    """Whether it happens, even on a busy machine."""
    end = time.monotonic() + 30
    while not done() and time.monotonic() < end:
        time.sleep(0.05)
    return done()


def is_running(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"  # a zombie has stopped; nobody is left here to bury it


def test_redis_starts_empty_and_keeps_a_value(redis_url: str) -> None:
    with redis.Redis.from_url(redis_url) as client:
        assert client.dbsize() == 0
        client.set("a", "1")
        assert client.get("a") == b"1"


def test_mail_arrives_and_refusals_follow_the_script(smtp_sink: SmtpSink) -> None:
    smtp_sink.reply("weg@example.org", "550 no such person")
    smtp_sink.reply("later@example.org", "451 later", "250 OK")
    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = "Vragen", "a@example.org", "b@example.org"
    message.set_content("Dag")
    with smtplib.SMTP(smtp_sink.host, smtp_sink.port) as client:
        client.send_message(message)
        for address in ("weg@example.org", "later@example.org"):
            with pytest.raises(smtplib.SMTPRecipientsRefused):
                client.send_message(message, to_addrs=[address])
        client.send_message(message, to_addrs=["later@example.org"])
    assert [mail.recipients for mail in smtp_sink.received] == [
        ("b@example.org",),
        ("later@example.org",),
    ]
    assert smtp_sink.messages_for("b@example.org")[0]["Subject"] == "Vragen"


@pytest.mark.browser
@pytest.mark.parametrize("choice", [{"mobile": True}, {"mobile": False}, {"javascript": False}])
def test_a_served_page_opens_in_the_browser(
    choice: dict[str, bool], start_server: StartServer, open_page: OpenPage
) -> None:
    server = start_server({}, application=SMALL)
    page = open_page(**choice)
    page.goto(server.url)
    assert page.title() == "T"
    assert page.viewport_size is not None
    assert page.viewport_size["width"] == (360 if choice.get("mobile", True) else 1280)


def test_a_killed_web_server_answers_no_more(start_server: StartServer) -> None:
    server = start_server({}, application=SMALL, workers=2)
    assert urllib.request.urlopen(server.url, timeout=5).status == 200
    server.program.kill()
    with pytest.raises(OSError, match=r"refused|reset"):
        urllib.request.urlopen(server.url, timeout=5)


def test_a_good_page_has_no_complaints() -> None:
    assert complaints(GOOD) == []


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (('lang="nl"', 'lang=""'), "no lang"),
        (("<title>T</title>", ""), "no title"),
        (("<h1>T</h1>", "<h1>A</h1><h1>B</h1>"), "2 h1"),
        (("<h1>T</h1>", '<h1 id="a">T</h1>'), "used 2 times"),
        (('for="a"', 'for="b"'), "points at nothing"),
        (('<label for="a">A</label>', ""), "no label"),
        (('id="a">', 'id="a" type="radio">'), "no fieldset"),
        (("<h1>T</h1>", "<h1>T</h1><img src=x>"), "no alt"),
    ],
)
def test_a_bad_page_is_complained_about(change: tuple[str, str], complaint: str) -> None:
    page = GOOD.replace(*change)
    assert page != GOOD
    assert complaint in "; ".join(complaints(page))


def test_the_client_refuses_a_bad_page() -> None:
    client = create_app().test_client()
    assert client.get("/").status_code == 200
    with pytest.raises(AssertionError, match="no title"):
        client.get("/kaal")


def test_logs_of_servers_are_kept(start_server: StartServer, tmp_path: Path) -> None:
    server = start_server({}, application=SMALL)
    assert "Listening at" in server.program.log_text()
    assert server.program.log.parent == tmp_path


def test_the_installation_opens_with_its_questionnaires(installation: Installation) -> None:
    assert len(installation.catalogue.framework.cells) == 47
    assert installation.keys.worker_secret is not None
    with installation.engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM organisation")).scalar() == 0


def test_a_database_is_used_again_without_its_rows_and_not_when_its_schema_changed(
    postgres_server: PostgresServer, postgres_template: Template
) -> None:
    def names(database: str) -> list[tuple[str, ...]]:
        return postgres_server.run("SELECT name FROM organisation", database)

    copies = Template(postgres_template.name, postgres_template.shape)
    first = copies.take(postgres_server)
    columns = "INSERT INTO organisation (id, name, slug, created_at)"
    postgres_server.run(f"{columns} VALUES ('1', 'Aa', 'aa', now())", first)
    assert names(first) == [("Aa",)]
    copies.give_back(postgres_server, first)
    again = copies.take(postgres_server)
    assert (again, names(again)) == (first, [])
    postgres_server.run("ALTER TABLE wave DISABLE ROW LEVEL SECURITY", again)
    copies.give_back(postgres_server, again)
    assert copies.spare == []
