"""One line to the mail server: what it says decides how a message ends, and who is called again."""

from dataclasses import replace

import pytest

from survey_app.config import Smtp
from survey_app.errors import SettingError
from survey_app.messaging.channels.outgoing import Outcome, Outgoing
from survey_app.messaging.channels.smtp import MESSAGES_PER_CONNECTION, SmtpChannel
from survey_app.messaging.templates import Text
from tests.messaging.scripted_server import HANG_UP, Script, scripted_server

OUTGOING = Outgoing(
    message_id="abc",
    recipient="an@proef.example",
    text=Text("Doet u mee?", "Beste An,\n\n.een punt vooraan\n"),
    sender_name="Waddinxveen",
    reply_to="",
    opt_out="https://spiegel.example/afmelden/TOKEN",
    domain="spiegel.example",
)
SENT = Outcome("sent")
TOGETHER = b"MAIL FROM:<onderzoek@gemeente.example>\r\nRCPT TO:<an@proef.example>\r\nDATA\r\n"


def settings(port: int, sender: str = "onderzoek@gemeente.example") -> Smtp:
    return Smtp(host="127.0.0.1", port=port, sender=sender)


def handed_over(script: Script, times: int = 1, outgoing: Outgoing = OUTGOING) -> list[Outcome]:
    """How so many messages in a row end."""
    with scripted_server(script), SmtpChannel(settings(script.port)) as channel:
        return [channel.hand_over(outgoing) for _ in range(times)]


BOTH = pytest.mark.parametrize("pipelining", [False, True])


@BOTH
def test_many_messages_go_over_one_connection(pipelining: bool) -> None:
    script = Script(pipelining=pipelining)
    assert handed_over(script, 5) == [SENT] * 5
    assert (script.connections, len(script.texts)) == (1, 5)
    assert b"\r\n..een punt vooraan\r\n" in script.texts[0]


def test_a_server_that_can_take_it_gets_the_three_commands_in_one_packet() -> None:
    script = Script(pipelining=True)
    handed_over(script)
    assert TOGETHER in script.packets
    plain = Script()
    handed_over(plain)
    assert b"DATA\r\n" in plain.packets


def test_a_connection_is_renewed_before_a_server_finds_it_too_much() -> None:
    script = Script()
    assert handed_over(script, MESSAGES_PER_CONNECTION + 1) == [SENT] * (
        MESSAGES_PER_CONNECTION + 1
    )
    assert script.connections == 2


@BOTH
def test_a_server_that_hangs_up_between_messages_is_called_again_at_once(pipelining: bool) -> None:
    script = Script(pipelining=pipelining, hang_up_after=2)
    assert handed_over(script, 5) == [SENT] * 5
    assert (script.connections, len(script.texts)) == (3, 5)


@BOTH
@pytest.mark.parametrize("word", ["MAIL", "RCPT"])
def test_a_server_that_leaves_a_line_in_use_is_called_again_at_once(
    pipelining: bool, word: str
) -> None:
    answers = {word: ["250 OK", "421 enough for this connection", "250 OK"]}
    script = Script(answers=answers, pipelining=pipelining)
    assert handed_over(script, 3) == [SENT] * 3
    assert (script.connections, len(script.texts)) == (2, 3)


@BOTH
def test_a_server_that_leaves_a_new_line_is_left_alone_for_now(pipelining: bool) -> None:
    script = Script(answers={"MAIL": ["421 busy"]}, pipelining=pipelining)
    assert handed_over(script) == [Outcome("retry", "mailserver antwoordde 421")]
    assert script.connections == 1


def test_a_server_that_cannot_be_used_is_called_once_for_all_messages() -> None:
    closed = ["554 closed", "250 proef.example"]  # open again for who would call a second time
    script = Script(answers={"EHLO": list(closed), "HELO": list(closed)})
    away = Outcome("retry", "mailserver niet bereikbaar (SMTPHeloError)")
    assert handed_over(script, 3) == [away] * 3
    assert script.connections == 1


@BOTH
def test_a_refused_sender_is_nobody_s_failure_and_is_asked_once(pipelining: bool) -> None:
    script = Script(answers={"MAIL": ["550 not from you", "250 OK"]}, pipelining=pipelining)
    refused = Outcome("retry", "mailserver weigert de afzender (550)")
    assert handed_over(script, 3) == [refused] * 3
    assert (script.connections, [text for text in script.texts if text]) == (1, [])


@BOTH
@pytest.mark.parametrize(
    ("word", "said", "end"),
    [
        ("MAIL", "451 later", "retry"),
        ("RCPT", "550 nobody", "failed"),
        ("RCPT", "450 greylisted", "retry"),
        ("DATA", "554 no", "failed"),
        ("DATA", "451 later", "retry"),
        ("DATA", "250 strange", "retry"),
        ("TEXT", "552 full", "failed"),
        ("TEXT", "452 full for now", "retry"),
    ],
)
def test_what_the_server_says_decides_and_the_next_message_goes_over_the_same_line(
    pipelining: bool, word: str, said: str, end: str
) -> None:
    usual = "354 go on" if word == "DATA" else "250 OK"
    script = Script(answers={word: [said, usual]}, pipelining=pipelining)
    refused = Outcome(end, f"mailserver antwoordde {said[:3]}")  # type: ignore[arg-type]
    assert handed_over(script, 2) == [refused, SENT]
    # a server that refused a recipient and takes DATA all the same gets no text on that line
    stayed = not (pipelining and word in ("MAIL", "RCPT"))
    assert script.connections == (1 if stayed else 2)


def test_nothing_more_is_said_to_a_server_that_waits_for_a_text_for_nobody() -> None:
    script = Script(answers={"RCPT": ["550 nobody"]}, pipelining=True)
    handed_over(script)
    assert [packet for packet in script.packets if packet][1:] == [TOGETHER]
    assert script.texts == [b""]


@pytest.mark.parametrize("word", ["RCPT", "DATA"])
def test_a_refusal_counts_although_the_server_hangs_up_after_it(word: str) -> None:
    script = Script(answers={word: ["550 no"], "RSET": [HANG_UP]})
    assert handed_over(script) == [Outcome("failed", "mailserver antwoordde 550")]


@BOTH
@pytest.mark.parametrize("word", ["MAIL", "RCPT", "DATA"])
def test_a_line_lost_before_the_text_is_for_later(pipelining: bool, word: str) -> None:
    script = Script(answers={word: [HANG_UP]}, pipelining=pipelining)
    assert handed_over(script) == [Outcome("retry", "verbinding verbroken vóór het bericht")]
    assert script.texts == []


@pytest.mark.parametrize("said", [HANG_UP, "what?", "200 perhaps"])
def test_without_a_plain_answer_after_the_text_nobody_knows_and_it_is_not_repeated(
    said: str,
) -> None:
    script = Script(answers={"TEXT": [said, "250 OK"]})
    first, second = handed_over(script, 2)
    assert (first.end, second.end) == ("unknown", "sent")
    assert (script.connections, len(script.texts)) == (2, 2)


@pytest.mark.parametrize("recipient", ["josé@proef.example", "a b@proef.example", "a@b>,<c@d", ""])
def test_an_address_that_cannot_be_written_fails_without_a_word_to_the_server(
    recipient: str,
) -> None:
    script = Script()
    (outcome,) = handed_over(script, outgoing=replace(OUTGOING, recipient=recipient))
    assert outcome == Outcome("failed", "het e-mailadres is onbruikbaar")
    assert script.connections == 0


@pytest.mark.parametrize("sender", ["", "Gemeente <a@b.example>", "gemeente"])
def test_an_unusable_sender_is_told_before_anything_is_sent(sender: str) -> None:
    with pytest.raises(SettingError, match="SMTP_SENDER"):
        SmtpChannel(settings(25, sender))
