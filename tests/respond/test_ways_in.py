"""Letter codes, open links, their limits, and who may try how often."""

import pytest
import time_machine

from survey_app.clock import now
from survey_app.crypto.tokens import grouped, link_token, token_hash
from survey_app.models import OpenLink
from survey_app.visits.throttle import client_address
from survey_app.visits.visitor import PATIENCE_SECONDS
from survey_app.web.security import LIMITS
from tests.respond.conftest import Fieldwork, NewRespondent


def open_link(fieldwork: Fieldwork, maximum: int = 2, questionnaire: str = "K3-TIJDENS") -> str:
    keys = fieldwork.installation.keys
    token = link_token(keys.need_sender(), f"open{maximum}")
    fieldwork.insert(
        OpenLink,
        wave_id=fieldwork.wave_id,
        questionnaire=questionnaire,
        token_hash=token_hash(keys.lookup, token),
        maximum=maximum,
    )
    return token


def test_a_letter_code_opens_the_same_draft_as_the_link(
    fieldwork: Fieldwork, someone: NewRespondent
) -> None:
    ways = fieldwork.invite(with_code=True)
    assert ways.code is not None
    someone().start(ways.token).answer("4")
    typed = grouped(ways.code).lower().replace("-", " ").replace("0", "o").replace("1", "l")
    person = someone().open("/code").press(code=typed)
    assert person.path == "/start"
    assert "Meedoen is vrijwillig" in person.words
    person.press("Begin")
    assert person.path == "/vraag/C302"
    assert person.open("/vraag/C301").chosen == ["4"]


def test_a_typing_error_is_told_before_anything_is_looked_up(
    fieldwork: Fieldwork, someone: NewRespondent
) -> None:
    ways = fieldwork.invite(with_code=True)
    assert ways.code is not None
    wrong = ways.code[:3] + ("2" if ways.code[3] != "2" else "3") + ways.code[4:]
    person = someone().open("/code").press(code=wrong)
    assert person.page is not None
    assert person.page.status_code == 422
    assert "goed heeft overgenomen" in person.words
    assert person.html.input is not None
    assert person.html.input["value"] == wrong
    for _ in range(LIMITS["code wrong"].per_client + 5):  # typing errors are not counted
        person.press(code=wrong)
        assert person.page.status_code == 422


@pytest.mark.usefixtures("one_moment")
def test_unknown_codes_are_throttled_and_a_good_one_resets_nothing(
    fieldwork: Fieldwork, someone: NewRespondent
) -> None:
    ways = fieldwork.invite(with_code=True)
    assert ways.code is not None
    unknown = "0" * 14  # a well-formed code of nobody
    statuses = []
    for number in range(LIMITS["code wrong"].per_client + 4):
        code = ways.code if number == 3 else unknown
        person = someone().open("/code").press(code=code)
        assert person.page is not None
        statuses.append(person.page.status_code)
    assert statuses == [404, 404, 404, 200, *[404] * 7, 429, 429, 429]
    assert person.page.headers["Retry-After"] == "20"
    assert "Wacht een halve minuut" in person.words
    assert person.html.select("#code")[0]["value"] == unknown  # one tap tries again


@pytest.mark.parametrize("path", ["/code", "/v/x", "/niets"])
def test_who_has_no_number_to_call_is_told_whom_to_call(
    path: str, fieldwork: Fieldwork, someone: NewRespondent
) -> None:
    person = someone().open(path)
    if path == "/code":
        person.press(code="0" * 14)
    assert "Bel de organisatie die u vroeg om mee te doen" in person.words


def test_a_crowd_behind_one_address_gets_in_without_waiting(
    fieldwork: Fieldwork, someone: NewRespondent
) -> None:
    for _ in range(2 * LIMITS["code wrong"].per_client):
        ways = fieldwork.invite(with_code=True)
        assert ways.code is not None
        assert someone().open("/code").press(code=ways.code).path == "/start"


def test_who_shares_the_address_of_a_guesser_gets_in_after_a_short_wait(
    fieldwork: Fieldwork, someone: NewRespondent
) -> None:
    ways = fieldwork.invite(with_code=True)
    assert ways.code is not None
    with time_machine.travel(now().replace(second=30), tick=False) as clock:
        guesser, person = someone().open("/code"), someone().open("/code")
        for _ in range(LIMITS["code wrong"].per_client):
            guesser.press(code="0" * 14)
        assert person.press(code=ways.code).page.status_code == 429
        clock.shift(PATIENCE_SECONDS - 1)
        guesser.press(code="0" * 14)
        assert person.press(code=ways.code).page.status_code == 429
        clock.shift(1)
        guesser.press(code="0" * 14)
        assert guesser.page.status_code == 429
        assert person.press("Ga verder").path == "/start"


@pytest.mark.usefixtures("one_moment")
def test_a_client_cannot_pretend_to_be_others(fieldwork: Fieldwork, someone: NewRespondent) -> None:
    unknown = "0" * 14
    for number in range(LIMITS["code wrong"].per_client + 1):
        person = someone()
        page = person.client.get("/code")
        person.page = page
        proof = person.html.select_one("input[name=proof]")
        assert proof is not None
        answer = person.client.post(
            "/code",
            data={"code": unknown, "proof": str(proof["value"])},
            headers={"X-Forwarded-For": f"10.0.0.{number}"},
        )
    assert answer.status_code == 429


def test_a_code_of_a_million_characters_is_refused_at_once(
    fieldwork: Fieldwork, someone: NewRespondent
) -> None:
    person = someone().open("/code").press(code="A" * 100_000)
    assert person.page is not None
    assert person.page.status_code == 422
    assert len(person.page.get_data()) < 10_000


def test_an_open_link_serves_its_number_of_people_and_no_more(
    fieldwork: Fieldwork, someone: NewRespondent
) -> None:
    token = open_link(fieldwork, maximum=2)
    before = fieldwork.rows()
    someone().open(f"/v/{token}")
    assert fieldwork.rows() == before
    for _ in range(2):
        someone().start(token).answer_all().press("Verstuur")
    assert len(fieldwork.submissions()) == 2
    late = someone().open(f"/v/{token}")
    assert late.page is not None
    assert late.page.status_code == 410


def test_two_people_on_one_open_link_have_drafts_of_their_own(
    fieldwork: Fieldwork, someone: NewRespondent
) -> None:
    token = open_link(fieldwork)
    one, other = someone().start(token).answer("5"), someone().start(token)
    assert other.path == "/vraag/C301"
    assert other.chosen == []
    assert one.open("/vraag/C301").chosen == ["5"]


def test_stopping_on_an_open_link_leaves_no_trace(
    fieldwork: Fieldwork, someone: NewRespondent
) -> None:
    token = open_link(fieldwork)
    before = fieldwork.rows()
    someone().start(token).answer("5").open("/stop").press("Ja, stop")
    after = fieldwork.rows()
    for counted in ("open_link", "page_reached"):  # how often, of nobody
        before.pop(counted)
        after.pop(counted)
    assert after == before


def test_a_paused_open_link_waits(fieldwork: Fieldwork, someone: NewRespondent) -> None:
    token = open_link(fieldwork)
    fieldwork.change_wave(paused_at=now())
    assert someone().client.get(f"/v/{token}").status_code == 503


@pytest.mark.parametrize(
    ("forwarded", "proxies", "address"),
    [
        ("6.6.6.6", 0, "10.0.0.1"),
        ("6.6.6.6, 1.2.3.4", 1, "1.2.3.4"),
        ("6.6.6.6, 1.2.3.4, 10.0.0.9", 2, "1.2.3.4"),
        ("", 1, "10.0.0.1"),
        ("6.6.6.6", 2, "10.0.0.1"),
    ],
)
def test_only_what_our_own_proxies_wrote_is_believed(
    forwarded: str, proxies: int, address: str
) -> None:
    assert client_address("10.0.0.1", forwarded, proxies) == address
