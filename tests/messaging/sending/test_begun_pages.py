"""The text for who began and sent nothing: shown, changed, and counted without telling who."""

import pytest

from survey_app.messaging.outbox.services import deliver_due
from tests.messaging.conftest import Invite
from tests.messaging.sending.conftest import Desk
from tests.messaging.sending.test_pages import plain
from tests.messaging.test_begun import begin
from tests.services.page_check import parsed
from tests.services.sent_earlier import days_pass
from tests.services.smtp_sink import SmtpSink

PEOPLE = [f"{name}@proef.example" for name in ("an", "bo", "cas", "dirk", "els")]
REMINDER = "/K3-TIJDENS/email/herinnering"


@pytest.fixture
def group(desk: Desk, queue: Invite, request: pytest.FixtureRequest) -> list[str]:
    """So many people who may be reminded, the first two of whom began."""
    people = PEOPLE[: getattr(request, "param", len(PEOPLE))]
    queue(*people)
    deliver_due(desk.installation)
    days_pass(desk.installation.engine, 10)
    begin(desk.installation, *people[:2])
    return people


def choices(desk: Desk) -> list[str]:
    [choice] = parsed(desk.page).select("nav[aria-label='Welke tekst']")
    return [" ".join(one.get_text(" ").split()) for one in choice.select("a")]


@pytest.mark.usefixtures("group")
def test_a_reminder_says_how_many_people_read_which_text(desk: Desk) -> None:
    desk.open(REMINDER)
    assert choices(desk) == ["Nog niet begonnen 3 mensen", "Begonnen, niet verstuurd 2 mensen"]


@pytest.mark.usefixtures("group")
@pytest.mark.parametrize("group", [4], indirect=True)
def test_of_fewer_than_five_people_is_not_told_how_many_began(desk: Desk) -> None:
    desk.open(f"{REMINDER}?tekst=begonnen")
    assert choices(desk) == ["Nog niet begonnen", "Begonnen, niet verstuurd"]
    assert "bij minder dan vijf mensen staat er ook geen aantal" in desk.words


def test_the_text_that_is_shown_is_what_who_began_gets(
    desk: Desk, group: list[str], smtp_sink: SmtpSink
) -> None:
    desk.open(f"{REMINDER}?tekst=begonnen")
    [shown] = parsed(desk.page).select(".mail__body")
    words = " ".join(shown.get_text(" ").split())
    desk.send(what="herinnering")
    desk.work()
    arrived = plain(smtp_sink.messages_for(group[0])[-1])
    assert arrived.replace("Beste an,", "Beste Sam de Vries,") == words


@pytest.mark.usefixtures("group")
def test_who_began_gets_words_of_the_organisation_of_its_own(desk: Desk) -> None:
    desk.open(f"{REMINDER}/tekst?tekst=begonnen")
    desk.press("Bewaar en bekijk", text="U bent er bijna.")
    assert "U bent er bijna." in desk.words
    assert "U begon aan de vragen" in desk.words
    assert "U bent er bijna." not in desk.open(REMINDER).words


@pytest.mark.usefixtures("group")
def test_an_invitation_and_a_letter_know_no_such_text(desk: Desk) -> None:
    for page in ("/K3-TIJDENS/email/uitnodiging", "/K3-TIJDENS/letter/herinnering"):
        desk.open(f"{page}?tekst=begonnen")
        assert "U begon aan de vragen" not in desk.words
        assert "Begonnen, niet verstuurd" not in desk.words
