"""Versturen: who can be reached in a wave, what they will read, and the decision to send it."""

from dataclasses import replace
from typing import Any

from flask import Blueprint, Response, redirect, render_template, request, url_for

from survey_app.clock import today
from survey_app.database import organisations_seen, reading
from survey_app.documents.typesetting import typeset
from survey_app.errors import BadInput, NotATester, SettingError, WaveClosed
from survey_app.messaging.channels.outgoing import Outgoing
from survey_app.messaging.sending import views_dispatch, views_scheme, views_words
from survey_app.messaging.sending.pages import (
    Chosen,
    chosen_message,
    fieldworker,
    found_wave,
    staff_here,
)
from survey_app.messaging.sending.presentation import (
    FILTERS,
    dispatch_line,
    lines,
    text_choices,
)
from survey_app.messaging.sending.previews import (
    example,
    languages_offered,
    length_of,
    letter_html,
    paragraphs,
    parts_in_all,
)
from survey_app.messaging.sending.queries import (
    dispatches,
    groups,
    languages_of,
    own_email,
    states,
    waves_with_owners,
)
from survey_app.messaging.sending.reach import Reach, in_this_text, reach_of
from survey_app.messaging.sending.services import send_test, start
from survey_app.models import ReminderScheme
from survey_app.organisations.settings import settings_of
from survey_app.organisations.waves import wave_state
from survey_app.texts.dutch import parts_words
from survey_app.web.current import installation_here

NO_TESTERS = (
    "Dit is een test, en op de lijst staan mensen die geen tester zijn. Er is niets verstuurd. "
    "Vul hun adres aan bij het plan, of haal hen van de lijst."
)
CLOSED = "Deze meting is nu niet open. Een link in een bericht zou niet werken."
DEAD_LINKS = (
    "Links naar deze installatie openen bij niemand. Er is niets verstuurd. Vraag de beheerder om "
    "TRAJECTSPIEGEL_BASE_URL in te stellen."
)
REFUSALS: dict[type[Exception], str] = {
    WaveClosed: CLOSED,
    SettingError: DEAD_LINKS,
    NotATester: NO_TESTERS,
}
blueprint = Blueprint("sending", __name__, url_prefix="/versturen")


@blueprint.get("", endpoint="waves")
@fieldworker
def waves() -> str:
    """The waves that can be sent for, and the others."""
    with reading(installation_here().engine) as session:
        found = waves_with_owners(session)
    shown = [(wave, owner, wave_state(wave, day)) for day in [today()] for wave, owner in found]
    return render_template(
        "sending/waves.html",
        waves=[one for one in shown if one[2] != "closed"],
        many=len(organisations_seen() or ()) > 1,
    )


@blueprint.get("/<wave_id>", endpoint="wave")
@fieldworker
def wave(wave_id: str) -> str:
    """Everybody of a wave in numbers, and what was sent."""
    installation, found = installation_here(), found_wave(wave_id)
    with reading(installation.engine) as session:
        counted = groups(session, wave_id)
        decided = dispatches(session, wave_id)
        known = states(session, [one.id for one in decided])
        scheme = session.get(ReminderScheme, wave_id)
    return render_template(
        "sending/wave.html",
        wave=found,
        scheme=scheme,
        lines=lines(installation, found.wave, found.versions, counted),
        dispatches=[
            dispatch_line(installation, one, known[one.id], found.versions) for one in decided
        ],
    )


MESSAGE = "/<wave_id>/<code>/<way>/<what>"


@blueprint.get(MESSAGE, endpoint="message")
@fieldworker
def message(wave_id: str, code: str, way: str, what: str) -> str:
    """A message exactly as it will arrive, in one of its languages."""
    return _message_page(chosen_message(wave_id, code, way, what))


@blueprint.post(f"{MESSAGE}/test", endpoint="test")
@fieldworker
def test_to_oneself(wave_id: str, code: str, way: str, what: str) -> Any:
    """Send it to the fieldworker's own address."""
    installation, chosen = installation_here(), chosen_message(wave_id, code, way, what)
    with reading(installation.engine) as session:
        email = own_email(session, staff_here().account_id)
    language = _language(chosen)
    try:
        outcome = send_test(installation, _example(chosen, _reach(chosen), language), email)
    except BadInput as error:
        return _message_page(chosen, refusal=str(error)), 409
    if outcome.end != "sent":
        return _message_page(chosen, refusal=f"De test is niet verstuurd: {outcome.reason}."), 502
    return _message_page(chosen, done=f"De test is verstuurd naar {email}.")


@blueprint.get("/<wave_id>/<code>/<what>/brief.pdf", endpoint="letter")
@fieldworker
def letter(wave_id: str, code: str, what: str) -> Any:
    """The letter as the page that will be printed."""
    chosen = chosen_message(wave_id, code, "letter", what)
    language = _language(chosen)
    html = letter_html(installation_here(), chosen.target, chosen.about, language)
    response = Response(typeset(html), mimetype="application/pdf")
    name = f"brief-{chosen.target.questionnaire}-{language}.pdf"
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return response


@blueprint.get(f"{MESSAGE}/bevestigen", endpoint="confirm")
@fieldworker
def confirm(wave_id: str, code: str, way: str, what: str) -> str:
    """Ask whether this really is to be sent, with how many people and how."""
    return _confirm_page(chosen_message(wave_id, code, way, what))


@blueprint.post(f"{MESSAGE}/bevestigen", endpoint="send")
@fieldworker
def send(wave_id: str, code: str, way: str, what: str) -> Any:
    """Decide it; the worker sends."""
    chosen = chosen_message(wave_id, code, way, what)
    if not chosen.can_send:
        return _confirm_page(chosen), 409
    told = request.form.get("people", "")
    able = _reach(chosen).able
    if told != str(able):
        changed = "Het aantal mensen is intussen veranderd. Kijk nog een keer."
        return _confirm_page(chosen, refusal=changed if able else ""), 409
    try:
        dispatch_id = start(installation_here(), chosen.target, able, staff_here().name)
    except (BadInput, SettingError, WaveClosed) as error:
        words_of = (words for kind, words in REFUSALS.items() if isinstance(error, kind))
        return _confirm_page(chosen, refusal=next(words_of, str(error))), 409
    place = url_for("sending.dispatch", wave_id=wave_id, dispatch_id=dispatch_id)
    return redirect(place, 303)


def _message_page(chosen: Chosen, refusal: str = "", done: str = "") -> str:
    installation, language, reach = installation_here(), _language(chosen), _reach(chosen)
    outgoing = _example(chosen, reach, language)
    with reading(installation.engine) as session:
        people = languages_of(session, chosen.target)
    offered = languages_offered(installation, chosen.target, chosen.about)
    return render_template(
        "sending/message.html",
        chosen=chosen,
        language=next(one for one in offered if one.code == language),
        languages=offered,
        people=in_this_text(people, [one.code for one in offered]),
        outgoing=outgoing,
        paragraphs=list(paragraphs(outgoing.text.body)),
        dutch=list(paragraphs(outgoing.text.dutch)),
        length=length_of(outgoing),
        sender=installation.config.smtp.sender,
        reach=reach,
        cost=_cost(chosen, reach),
        texts=text_choices(reach, chosen.tells_begun),
        refusal=refusal,
        done=done,
    )


def _confirm_page(chosen: Chosen, refusal: str = "") -> str:
    reach = _reach(chosen)
    return render_template(
        "sending/confirm.html",
        chosen=chosen,
        reach=reach,
        cost=_cost(chosen, reach),
        refusal=refusal,
    )


def _reach(chosen: Chosen) -> Reach:
    installation = installation_here()
    with reading(installation.engine) as session:
        return reach_of(session, installation.catalogue, chosen.target, today())


def _example(chosen: Chosen, reach: Reach, language: str) -> Outgoing:
    """The text that was chosen, to an example person."""
    also = _also(chosen, reach) if chosen.text == "meer" else ()
    about = replace(chosen.about, also=also, begun=chosen.text == "begonnen")
    return example(installation_here(), chosen.target, about, language)


def _also(chosen: Chosen, reach: Reach) -> tuple[tuple[str, int], ...]:
    """What stands in the message most often besides: most people have one more."""
    other = reach.most_named
    return ((other, chosen.here.versions[other]),) if other else ()


def _cost(chosen: Chosen, reach: Reach) -> str:
    """Parts of text messages and what they cost; empty for every other message."""
    if chosen.target.way != "phone" or not reach.able:
        return ""
    installation, owner, also = installation_here(), chosen.here.owner, _also(chosen, reach)
    parts = parts_in_all(installation, chosen.target, chosen.about, reach.readers, also)
    said = parts_words(parts, settings_of(owner).price_of_a_part)
    return f"Ten hoogste {said}" if chosen.target.number else said


def _language(chosen: Chosen) -> str:
    """The language that was asked for, when the message goes out in it."""
    asked = request.values.get("taal", "nl")
    offered = languages_offered(installation_here(), chosen.target, chosen.about)
    return asked if asked in {one.code for one in offered} else "nl"


for part in (views_dispatch, views_scheme, views_words):
    part.add_to(blueprint)
for name, words in FILTERS.items():
    blueprint.add_app_template_filter(words, name)
