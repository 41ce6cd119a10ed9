"""The call list: whom to call, a page at a time, and who phones us."""

from typing import Any

from flask import Blueprint, abort, redirect, render_template, request
from flask import url_for as to
from sqlalchemy.orm import Session

from survey_app.database import reading
from survey_app.fieldwork.calls.claims import TO_DIAL_SECONDS, claim, with_colleagues
from survey_app.fieldwork.calls.here import (
    fieldworker,
    memory_here,
    staff_here,
    state_of,
    titles_of,
)
from survey_app.fieldwork.calls.order import part_of_day
from survey_app.fieldwork.calls.presentation import lines, local_now, moment_of
from survey_app.fieldwork.calls.queries import all_waves
from survey_app.fieldwork.calls.queries_list import (
    CallList,
    appointments_of_day,
    call_list,
    numbers_to_call,
    people_on,
)
from survey_app.fieldwork.calls.search import people_who_phone
from survey_app.fieldwork.monitor.page import first_to_call
from survey_app.models import Wave
from survey_app.web.current import installation_here

PAGE = 50
MOST_TYPED = 200


def add_to(blueprint: Blueprint) -> None:
    """Register these pages."""
    rule = blueprint.add_url_rule
    rule("/bellen", "waves", waves, methods=["GET"])
    rule("/bellen/<wave_id>", "calls", calls, methods=["GET"])
    rule("/bellen/<wave_id>/volgende", "call_next", call_next, methods=["POST"])
    rule("/bellen/<wave_id>/zoeken", "who_phones", who_phones, methods=["POST"])


@fieldworker
def waves() -> Any:
    """The waves in which people can be called."""
    with reading(installation_here().engine) as database:
        found = [one for one in all_waves(database) if state_of(one[0]) == "open"]
        numbers = numbers_to_call(database, (wave.id for wave, _ in found))
    return render_template(
        "fieldwork/waves.html",
        waves=[(wave, owner, numbers.get(wave.id, 0)) for wave, owner in found],
    )


@fieldworker
def calls(wave_id: str) -> Any:
    """Whom to call, the next one first."""
    page, at = request.args.get("pagina", 1, type=int), local_now()
    with reading(installation_here().engine) as database:
        wave = _wave(database, wave_id)
        found = _list(database, wave)
        last = max(1, -(-found.people // PAGE))
        page = min(max(page, 1), last)
        people = people_on(database, found, (page - 1) * PAGE, PAGE)
        later = (
            []
            if state_of(wave) != "open"
            else appointments_of_day(database, wave_id, f"{at:%Y-%m-%d}", moment_of(at))
        )
    shown = lines(installation_here(), people)
    return render_template(
        "fieldwork/calls.html",
        wave=wave,
        is_open=state_of(wave) == "open",
        people=shown,
        later=lines(installation_here(), later) if page == 1 else [],
        busy=_busy(line.invitation_id for line in shown),
        total=found.people,
        page=page,
        last=last,
        size=PAGE,
        titles=titles_of(line.questionnaire for line in shown),
    )


@fieldworker
def call_next(wave_id: str) -> Any:
    """Give the first person on the list whom no colleague is calling to this fieldworker."""
    with reading(installation_here().engine) as database:
        found = _list(database, _wave(database, wave_id))
        for start in range(0, found.people, PAGE):
            for one in people_on(database, found, start, PAGE):
                if claim(memory_here(), one.invitation_id, staff_here(), TO_DIAL_SECONDS):
                    return redirect(to("fieldwork.person", invitation_id=one.invitation_id), 303)
    return redirect(to("fieldwork.calls", wave_id=wave_id), 303)


@fieldworker
def who_phones(wave_id: str) -> Any:
    """The people to whom a telephone number, address or code belongs."""
    typed = request.form.get("zoek", "")[:MOST_TYPED].strip()
    with reading(installation_here().engine) as database:
        wave = _wave(database, wave_id)
    found = people_who_phone(installation_here(), wave, typed) if typed else []
    shown = lines(installation_here(), found)
    return render_template(
        "fieldwork/who_phones.html",
        wave=wave,
        typed=typed,
        people=shown,
        busy=_busy(line.invitation_id for line in shown),
        titles=titles_of(line.questionnaire for line in shown),
    )


def _wave(database: Session, wave_id: str) -> Wave:
    wave = database.get(Wave, wave_id)
    if wave is None:
        abort(404)
    return wave


def _list(database: Session, wave: Wave) -> CallList:
    """The list of this moment; an empty one while the wave takes no answers."""
    if state_of(wave) != "open":
        return CallList(())
    at = local_now()
    first = first_to_call(database, wave.id)
    return call_list(database, wave.id, moment_of(at), part_of_day(at), first)


def _busy(invitation_ids: Any) -> frozenset[str]:
    return with_colleagues(memory_here(), invitation_ids, staff_here())
