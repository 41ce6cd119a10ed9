"""Cut off at every step: at most one double, with the same Message-ID, and nothing forgotten."""

import asyncio
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from email import message_from_bytes, policy

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope
from aiosmtpd.smtp import Session as SmtpSession

from survey_app.installation import Installation
from survey_app.messaging.outbox import services
from survey_app.messaging.outbox.services import (
    CLAIM,
    CLAIMED_AT_ONCE,
    HAND_OVER_WITHIN,
    Claim,
    deliver_due,
)
from tests.messaging.conftest import Invite, VirtualClock, messages, states
from tests.services.processes import spare_port
from tests.services.smtp_sink import SmtpSink

AFTER_CLAIM = CLAIM.seconds // 60 + 1  # minutes
AN, BO = "an@proef.example", "bo@proef.example"


@dataclass
class Dropping:
    """Keeps every mail it is sent, and hangs up at the moment it was told."""

    at: str
    kept: list[str] = field(default_factory=list)

    async def handle_RCPT(
        self,
        server: SMTP,
        session: SmtpSession,
        envelope: Envelope,
        address: str,
        options: list[str],
    ) -> str:
        if self.at == "rcpt":
            server.transport.abort()
            await asyncio.sleep(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: SmtpSession, envelope: Envelope) -> str:
        mail = message_from_bytes(bytes(envelope.content or b""), policy=policy.default)  # type: ignore[arg-type]
        self.kept.append(str(mail["Message-ID"]))
        if self.at == "data":
            server.transport.abort()
            await asyncio.sleep(0)
        return "250 OK"


@pytest.fixture(params=["rcpt", "data"])
def dropping(request: pytest.FixtureRequest) -> Iterator[tuple[Dropping, int]]:
    handler, port = Dropping(request.param), spare_port()
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    yield handler, port
    controller.stop()


def test_a_line_cut_after_the_text_is_unknown_and_not_repeated_and_before_it_is_tried_again(
    sender: Installation, queue: Invite, smtp_sink: SmtpSink, dropping: tuple[Dropping, int]
) -> None:
    handler, port = dropping
    queue(AN)
    smtp = replace(sender.config.smtp, port=port)
    cut = replace(sender, config=replace(sender.config, smtp=smtp))
    clock = VirtualClock()
    end = {"rcpt": "retry", "data": "unknown"}[handler.at]
    assert deliver_due(cut, now=clock) == {end: 1}
    clock.pass_minutes(600)
    deliver_due(sender, now=clock)
    assert len(handler.kept) + len(smtp_sink.received) == 1
    assert states(sender) == [{"rcpt": "sent", "data": "unknown"}[handler.at]]


class PowerCut(BaseException):
    """What `kill -9` leaves: nothing after it runs."""


STEPS = ("_attempt", "_record")


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("after", [False, True])
def test_a_kill_at_any_step_repeats_at_most_once_with_the_same_id(
    sender: Installation,
    queue: Invite,
    smtp_sink: SmtpSink,
    monkeypatch: pytest.MonkeyPatch,
    step: str,
    after: bool,
) -> None:
    queue(AN, BO)
    clock = VirtualClock()
    original = getattr(services, step)

    def killed(*arguments: object) -> object:
        if after:
            original(*arguments)
        raise PowerCut

    with monkeypatch.context() as patch:
        patch.setattr(services, step, killed)
        with pytest.raises(PowerCut):
            deliver_due(sender, now=clock)
    assert deliver_due(sender, now=clock) == {}  # still claimed
    clock.pass_minutes(AFTER_CLAIM)
    deliver_due(sender, now=clock)
    assert states(sender) == ["sent", "sent"]
    ids = Counter(str(mail.message["Message-ID"]) for mail in smtp_sink.received)
    assert set(ids.values()) <= {1, 2}
    assert sum(ids.values()) <= 3
    assert {address for mail in smtp_sink.received for address in mail.recipients} == {AN, BO}


def test_a_message_cut_off_twice_is_unknown_so_that_somebody_looks(
    sender: Installation,
    queue: Invite,
    smtp_sink: SmtpSink,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    queue(AN)
    clock = VirtualClock()

    def killed(*arguments: object) -> object:
        raise PowerCut

    for _ in range(2):
        with monkeypatch.context() as patch:
            patch.setattr(services, "_record", killed)
            with pytest.raises(PowerCut):
                deliver_due(sender, now=clock)
        clock.pass_minutes(AFTER_CLAIM)
    deliver_due(sender, now=clock)
    (message,) = messages(sender)
    assert (message.state, message.reason) == ("unknown", "onderbroken")
    assert len(smtp_sink.received) == 2
    assert len({str(mail.message["Message-ID"]) for mail in smtp_sink.received}) == 1


def test_two_interruptions_leave_doubt_about_one_message_only(
    sender: Installation,
    queue: Invite,
    smtp_sink: SmtpSink,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The others of its claim had not been handed over: nobody of them is left without."""
    people = [f"p{number}@proef.example" for number in range(5)]
    queue(*people)
    clock = VirtualClock()

    def killed(*arguments: object) -> object:
        raise PowerCut

    for _ in range(2):
        with monkeypatch.context() as patch:
            patch.setattr(services, "_record", killed)
            with pytest.raises(PowerCut):
                deliver_due(sender, now=clock)
        clock.pass_minutes(AFTER_CLAIM)
    assert deliver_due(sender, now=clock) == {"unknown": 1, "sent": 4}
    assert states(sender) == ["sent"] * 4 + ["unknown"]
    assert {address for mail in smtp_sink.received for address in mail.recipients} == set(people)
    assert len(smtp_sink.received) == len(people) + 1  # one double, and it carries the same id
    assert len({str(mail.message["Message-ID"]) for mail in smtp_sink.received}) == len(people)


def test_two_senders_at_once_never_take_the_same_message(
    sender: Installation, queue: Invite, smtp_sink: SmtpSink
) -> None:
    people = [f"p{number}@proef.example" for number in range(CLAIMED_AT_ONCE * 2 + 5)]
    queue(*people)
    with ThreadPoolExecutor(2) as pool:
        ended = [pool.submit(deliver_due, sender) for _ in range(2)]
    assert sum((one.result() for one in ended), Counter()) == {"sent": len(people)}
    assert sorted(address for mail in smtp_sink.received for address in mail.recipients) == sorted(
        people
    )
    assert [message.attempts for message in messages(sender)] == [1] * len(people)


def test_a_claim_takes_no_more_than_can_be_handed_over_in_time(
    sender: Installation, queue: Invite, monkeypatch: pytest.MonkeyPatch
) -> None:
    queue(*(f"p{number}@proef.example" for number in range(CLAIMED_AT_ONCE + 5)))

    def killed(*arguments: object) -> object:
        raise PowerCut

    monkeypatch.setattr(services, "_attempt", killed)
    with pytest.raises(PowerCut):
        deliver_due(sender)
    assert Counter(states(sender)) == {"sending": CLAIMED_AT_ONCE, "queued": 5}


def test_a_slow_server_makes_us_give_the_rest_back_before_our_claim_ends(
    sender: Installation, queue: Invite, smtp_sink: SmtpSink, monkeypatch: pytest.MonkeyPatch
) -> None:
    queue(AN, BO, "cy@proef.example")
    clock = VirtualClock()
    attempt, release = services._attempt, services._release
    given_back: list[int] = []

    def slow_at_first(*arguments: object) -> object:
        if not given_back:
            clock.at += HAND_OVER_WITHIN * 2
        return attempt(*arguments)  # type: ignore[arg-type]

    def released(installation: Installation, claims: list[Claim]) -> None:
        given_back.append(len(claims))
        release(installation, claims)

    monkeypatch.setattr(services, "_attempt", slow_at_first)
    monkeypatch.setattr(services, "_release", released)
    assert deliver_due(sender, now=clock) == {"sent": 3}
    assert given_back == [2]
    assert len(smtp_sink.received) == 3
    assert [message.attempts for message in messages(sender)] == [1, 1, 1]
