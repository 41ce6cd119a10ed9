"""On the pages about sending: who reads of more than one questionnaire, and what exactly."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from survey_app.models import Dispatch
from tests.messaging.conftest import Invite
from tests.messaging.sending.conftest import Desk
from tests.messaging.sending.test_pages import TOKEN, plain
from tests.services.page_check import parsed
from tests.services.smtp_sink import SmtpSink

AN, BO, CAS = (f"{name}@proef.example" for name in ("an", "bo", "cas"))
INVITATION = "/K3-TIJDENS/email/uitnodiging"


@pytest.fixture
def list_of_three(invite: Invite) -> None:
    """Three people, two of whom have another questionnaire in this wave."""
    invite(AN, BO, CAS)
    invite(AN, BO, questionnaire="K4-EINDE")


@pytest.mark.usefixtures("list_of_three")
def test_each_text_says_how_many_people_read_it(desk: Desk) -> None:
    desk.open(INVITATION)
    [choice] = parsed(desk.page).select("nav[aria-label='Welke tekst']")
    said = [" ".join(one.get_text(" ").split()) for one in choice.select("a")]
    assert said == ["Eén vragenlijst 1 mensen", "Meer vragenlijsten 2 mensen"]
    assert "3 mensen kunnen dit nu krijgen" in desk.words


@pytest.mark.usefixtures("list_of_three")
def test_what_is_shown_for_several_questionnaires_is_what_arrives(
    desk: Desk, smtp_sink: SmtpSink
) -> None:
    desk.open(f"{INVITATION}?tekst=meer")
    [shown] = parsed(desk.page).select(".mail__body")
    words = TOKEN.sub("0" * 26, " ".join(shown.get_text(" ").split()))
    assert words.count("/v/") == 2
    desk.send()
    desk.work()
    [arrived] = smtp_sink.messages_for(BO)
    assert plain(arrived).replace("Beste bo,", "Beste Sam de Vries,") == words


@pytest.mark.usefixtures("list_of_three")
def test_who_decides_reads_that_another_questionnaire_goes_along(desk: Desk) -> None:
    desk.open(f"{INVITATION}/bevestigen")
    assert (
        "2 van hen hebben nog een vragenlijst open. Die staat met een eigen link in hetzelfde "
        "bericht." in desk.words
    )


@pytest.mark.usefixtures("list_of_three")
def test_a_dispatch_tells_what_went_along_and_the_list_adds_up(desk: Desk) -> None:
    desk.send()
    desk.work()
    with Session(desk.installation.engine) as session:
        [dispatch_id] = session.scalars(select(Dispatch.id))
    desk.open(f"/verzending/{dispatch_id}")
    assert "In 2 berichten staat ook een andere vragenlijst" in desk.words
    assert [row[1] for row in desk.table] == ["0", "3", "0", "3"]
    rows = {row[0].rpartition(" ")[2]: row[2:8] for row in desk.open().table}
    assert rows == {
        "K3-TIJDENS": ["3", "0", "0", "3", "0", "0"],
        "K4-EINDE": ["2", "0", "0", "2", "0", "0"],
    }


@pytest.mark.usefixtures("list_of_three")
def test_both_decided_before_the_worker_comes_makes_one_message_each_and_numbers_that_add_up(
    desk: Desk, smtp_sink: SmtpSink
) -> None:
    desk.send()
    desk.send("K4-EINDE")
    desk.work()
    assert len(smtp_sink.received) == 3
    with Session(desk.installation.engine) as session:
        chosen = select(Dispatch.id).where(Dispatch.questionnaire == "K4-EINDE")
        [dispatch_id] = session.scalars(chosen)
    desk.open(f"/verzending/{dispatch_id}")
    assert "2 mensen lezen dit in het bericht over een andere vragenlijst" in desk.words
    assert [row[1] for row in desk.table] == ["0", "2", "0", "2"]


def test_without_others_there_is_nothing_to_choose(desk: Desk, invite: Invite) -> None:
    invite(AN)
    assert not parsed(desk.open(INVITATION).page).select("nav[aria-label='Welke tekst']")
    assert "vragenlijst open" not in desk.open(f"{INVITATION}/bevestigen").words
