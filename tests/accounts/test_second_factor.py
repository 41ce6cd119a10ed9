"""The second factor: obligatory, each code once, never skipped, slowed down (rows F8, F9)."""

import datetime
import re
from collections.abc import Callable, Iterator

import pytest
import time_machine
from sqlalchemy import func, select

from survey_app.accounts.second_factor.services import renew_recovery_codes
from survey_app.clock import now
from survey_app.config import load_config
from survey_app.database import reading
from survey_app.errors import SettingError
from survey_app.installation import Installation
from survey_app.models import RecoveryCode, StaffAccount, StaffSession
from tests.accounts.conftest import PASSWORD, SECRET, Desk, code_at, words

pytestmark = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
NewDesk = Callable[[], Desk]
Member = Callable[..., str]


@pytest.fixture(autouse=True)
def still() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(now(), tick=False) as clock:
        yield clock


def sessions(installation: Installation) -> int:
    with reading(installation.engine) as session:
        return session.scalar(select(func.count()).select_from(StaffSession)) or 0


def test_a_password_alone_opens_nothing(
    desk: NewDesk, member: Member, strict: Installation
) -> None:
    member("Eva", "evaluator")
    eva = desk()
    assert eva.log_in("Eva").location == "/inloggen/tweede-stap"
    assert sessions(strict) == 0
    for path in ("/metingen", "/werk", "/account", "/account/herstelcodes"):
        assert eva.open(path).location.startswith("/inloggen"), path
    assert eva.open("/inloggen/instellen").status_code == 403


def test_the_code_of_the_app_lets_in_once(desk: NewDesk, member: Member) -> None:
    member("Eva", "evaluator")
    first, second = desk(), desk()
    assert first.log_in_wholly("eva@voorbeeld.nl").location == "/werk"
    assert first.open("/metingen").status_code == 200
    assert second.log_in_wholly("Eva").status_code == 403
    page = second.open("/inloggen/tweede-stap")
    assert second.press(page, "Verder", code=code_at(1)).location == "/werk"


def test_an_account_without_second_factor_sets_one_up_before_anything_else(
    desk: NewDesk, member: Member, strict: Installation
) -> None:
    member("Eva", "evaluator", with_code=False)
    eva = desk()
    assert eva.log_in("Eva").location == "/inloggen/instellen"
    page = eva.open("/inloggen/instellen")
    with eva.client.session_transaction() as kept:
        kept["new_secret"] = SECRET
    assert eva.open("/inloggen/instellen/qr.svg").mimetype == "image/svg+xml"
    assert eva.press(page, "Bewaar", code="000000").status_code == 403
    assert sessions(strict) == 0
    assert eva.press(page, "Bewaar", code=code_at()).location == "/account/herstelcodes"
    with reading(strict.engine) as session:
        stored = session.scalars(select(StaffAccount.totp_secret)).one()
    assert stored is not None
    assert SECRET.encode() not in stored


def test_a_council_reader_needs_a_password_only(desk: NewDesk, member: Member) -> None:
    member("Rik", "council_reader", with_code=False)
    rik = desk()
    assert rik.log_in("Rik").location == "/werk"


def test_wrong_codes_are_slowed_down_for_one_account_and_time_helps(
    desk: NewDesk, member: Member, still: time_machine.Traveller
) -> None:
    member("Eva", "evaluator")
    eva = desk()
    eva.log_in("Eva")
    page = eva.open("/inloggen/tweede-stap")
    statuses = [eva.press(page, "Verder", code="000000").status_code for _ in range(7)]
    assert statuses == [403] * 5 + [429] * 2
    assert eva.press(page, "Verder", code=code_at()).status_code == 429
    still.shift(datetime.timedelta(minutes=2))
    assert eva.press(page, "Verder", code=code_at()).status_code == 303


def test_half_way_lasts_ten_minutes(
    desk: NewDesk, member: Member, still: time_machine.Traveller
) -> None:
    member("Eva", "evaluator")
    eva = desk()
    eva.log_in("Eva")
    page = eva.open("/inloggen/tweede-stap")
    still.shift(datetime.timedelta(minutes=11))
    assert eva.press(page, "Verder", code=code_at()).location == "/inloggen"


def test_a_recovery_code_lets_in_once_however_it_is_typed(
    desk: NewDesk, member: Member, strict: Installation
) -> None:
    account_id = member("Eva", "evaluator")
    codes = renew_recovery_codes(strict, account_id)
    assert len(set(codes)) == 10
    with reading(strict.engine) as session:
        stored = session.scalars(select(RecoveryCode.hashed)).all()
    assert not any(code.encode() in hashed for code in codes for hashed in stored)
    typed = codes[0].upper().replace("-", " ")
    for expected in (303, 403):
        eva = desk()
        eva.log_in("Eva")
        page = eva.open("/inloggen/tweede-stap")
        assert eva.press(page, "Verder", code=typed).status_code == expected


def test_new_recovery_codes_are_shown_once_and_end_the_old_ones(
    desk: NewDesk, member: Member, strict: Installation
) -> None:
    account_id = member("Eva", "evaluator")
    old = renew_recovery_codes(strict, account_id)
    eva = desk()
    eva.log_in_wholly("Eva")
    shown = words(eva.press(eva.open("/account/herstelcodes"), "Maak herstelcodes"))
    assert len(re.findall(r"\b[a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4}\b", shown)) == 10
    assert "-" not in words(eva.open("/account/herstelcodes")).split("Herstelcodes")[-1]
    other = desk()
    other.log_in("Eva")
    page = other.open("/inloggen/tweede-stap")
    assert other.press(page, "Verder", code=old[0]).status_code == 403


def test_what_is_sensitive_asks_again_after_ten_minutes(
    desk: NewDesk, member: Member, still: time_machine.Traveller
) -> None:
    member("Eva", "evaluator")
    eva = desk()
    eva.log_in_wholly("Eva")
    assert eva.open("/account/wachtwoord").status_code == 200
    still.shift(datetime.timedelta(minutes=11))
    asked = eva.open("/account/wachtwoord")
    assert asked.location == "/inloggen/tweede-stap?verder=/account/wachtwoord"
    again = eva.press(eva.open(asked.location), "Verder", code=code_at())
    assert again.location == "/account/wachtwoord"
    assert eva.open(again.location).status_code == 200


def test_log_ins_are_listed_and_ended_by_their_owner_only(
    desk: NewDesk, member: Member, strict: Installation
) -> None:
    member("Eva", "evaluator")
    member("Farid", "fieldworker")
    here, elsewhere, farid = desk(), desk(), desk()
    here.client.environ_base["HTTP_USER_AGENT"] = "Mozilla/5.0 (Windows NT 10.0) Firefox/140.0"
    here.log_in_wholly("Eva")
    elsewhere.log_in("Eva")
    elsewhere.press(elsewhere.open("/inloggen/tweede-stap"), "Verder", code=code_at(1))
    farid.log_in_wholly("Farid")
    page = elsewhere.open("/account")
    assert "Firefox op Windows" in words(page)
    with reading(strict.engine) as session:
        others = session.scalars(select(StaffSession.token_hash)).all()
    for hashed in others:  # of somebody else: nothing happens
        form = farid.open("/account")
        token = re.search(r'name="csrf_token" value="([^"]+)"', form.get_data(as_text=True))
        assert token is not None
        if sessions(strict) == 3:
            path = f"/account/inlog/{hashed.hex()}"
            own = farid.client.post(path, data={"csrf_token": token[1]})
            assert own.status_code == 303
        if farid.open("/account").status_code != 200:
            break
    assert here.open("/account").status_code == 200
    elsewhere.press(elsewhere.open("/account"), "Log uit op Firefox")
    assert here.open("/account").status_code == 302


def test_another_password_ends_every_other_log_in(desk: NewDesk, member: Member) -> None:
    member("Eva", "evaluator")
    here, elsewhere = desk(), desk()
    here.log_in_wholly("Eva")
    elsewhere.log_in("Eva")
    elsewhere.press(elsewhere.open("/inloggen/tweede-stap"), "Verder", code=code_at(1))
    page = here.open("/account/wachtwoord")
    assert here.press(page, "Bewaar", password="kort").status_code == 400
    assert here.press(page, "Bewaar", password=PASSWORD + " 2").status_code == 303
    assert here.open("/account").status_code == 200
    assert elsewhere.open("/account").status_code == 302


@pytest.mark.parametrize(
    ("base_url", "synthetic", "good"),
    [
        ("https://meting.voorbeeld.nl", "", False),
        ("http://127.0.0.1.voorbeeld.nl", "", False),
        ("https://meting.voorbeeld.nl", "1", True),
        ("http://127.0.0.1:8000", "", True),
    ],
)
def test_the_second_factor_is_off_for_invented_data_or_on_this_machine_only(
    base_url: str, synthetic: str, good: bool, databases: object
) -> None:
    environ = {
        "TRAJECTSPIEGEL_BASE_URL": base_url,
        "TRAJECTSPIEGEL_SYNTHETIC": synthetic,
        "TRAJECTSPIEGEL_SECOND_FACTOR": "off",
    }
    if good:
        assert not load_config(environ).second_factor
        assert load_config({**environ, "TRAJECTSPIEGEL_SECOND_FACTOR": ""}).second_factor
    else:
        with pytest.raises(SettingError, match="SECOND_FACTOR"):
            load_config(environ)
