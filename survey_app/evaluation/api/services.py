"""The evaluation of a wave: the cells of its newest edition, and what its closing opens."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from survey_app.database import reading
from survey_app.evaluation.advice.told import points_told
from survey_app.evaluation.api.assembling import by_name, evaluation_record, trend_record
from survey_app.evaluation.breakdowns.wave_data import (
    WaveData,
    held_questionnaires,
    wave_data,
    without,
)
from survey_app.evaluation.evidence.entries import ENTRIES, published_entries
from survey_app.evaluation.judging.presentation import NOT_JUDGED
from survey_app.evaluation.judging.queries import judgements
from survey_app.evaluation.norms.own.queries import OWN_NORMS
from survey_app.evaluation.norms.own.services_lights import own_norms_of
from survey_app.evaluation.open_answers.numbers import open_answers
from survey_app.evaluation.open_answers.second.told import second_reading
from survey_app.evaluation.providers.queries import replies
from survey_app.evaluation.publishing.content import content_version
from survey_app.evaluation.publishing.queries import FORMER, KEPT, former_wave_id
from survey_app.evaluation.publishing.queries_editions import stored_subjects
from survey_app.evaluation.publishing.services import published_edition, published_table
from survey_app.evaluation.publishing.services_subjects import keep_subjects
from survey_app.evaluation.table1.queries import facts_of, latest_snapshot
from survey_app.evaluation.talks.queries import talks_of
from survey_app.evaluation.talks.told import talk_quotes
from survey_app.installation import Installation
from survey_app.models import Judgement


def evaluation_of(
    installation: Installation, wave_id: str, previous_id: str | None = None
) -> dict[str, Any]:
    """Everything of a wave that may be published, as plain JSON.

    Raises UnknownName and BadInput.
    """
    table = published_table(installation, wave_id)
    found = _subjects(installation, wave_id, previous_id, table)
    found.pop(OWN_NORMS, None)
    subjects = _with_people(installation, wave_id, table["closed"], found)
    return {
        "wave": table["wave"],
        "previous": _name(installation, previous_id),
        "organisation": table["organisation"],
        "synthetic": installation.config.synthetic,
        "edition": table["edition"],
        "data_version": table["data_version"],
        "closed": table["closed"],
        "cells": table["cells"],
        **subjects,
    }


def _with_people(
    installation: Installation, wave_id: str, is_closed: bool, found: dict[str, Any]
) -> dict[str, Any]:
    """The subjects with what people added: norms, conclusions, evidence, replies and quotes."""
    snapshot = published_edition(installation, wave_id) if is_closed else None
    with reading(installation.engine) as session:
        if snapshot is not None:
            found["norms"] = [*found["norms"], *own_norms_of(session, snapshot)]
        judged = judgements(session, wave_id, "norm")
        said = {name: one.text for name, one in replies(session, wave_id).items()}
        kept = snapshot.content.get(ENTRIES) if snapshot is not None else None
        entries = published_entries(session, kept, wave_id)
        found["second_reading"] = second_reading(session, wave_id)
        found["talks"] = talk_quotes(talks_of(session, wave_id)) if is_closed else []
    found["advice"] = points_told(found["advice"], entries)
    found["outside_figures"] = entries["outside"]
    for provider in found["providers"]:
        provider["reply"] = said.get(provider["provider"])
    return _judged(found, judged)


def _subjects(
    installation: Installation, wave_id: str, previous_id: str | None, table: Mapping[str, Any]
) -> dict[str, Any]:
    """The subjects as they were kept with the edition; those of an open wave are made here."""
    before = None
    if previous_id is not None:
        earlier = published_table(installation, previous_id)
        before = replace(
            _published(installation, previous_id, earlier),
            kept=_keeps(installation, previous_id),
        )
    if not table["closed"]:
        return evaluation_record(_published(installation, wave_id, table), before)
    snapshot_id = published_edition(installation, wave_id).id
    keep_subjects(installation, snapshot_id)
    with reading(installation.engine) as session:
        stored = stored_subjects(session, snapshot_id)
        former_id = former_wave_id(session, wave_id)
    kept, former = stored.pop(KEPT, None), stored.pop(FORMER, None)
    now = _published(installation, wave_id, table)
    # A reviewer goes on after the edition: what was approved since is told, as on the page.
    stored["open_answers"] = by_name(open_answers(now))
    if before is None:
        stored["trend"] = []
    elif previous_id != former_id or former != {"name": before.facts.name}:
        # Another wave than the pages look back on: not where the subjects keep an earlier state.
        stored["trend"] = [] if kept else trend_record(before, now)
    return stored


def _keeps(installation: Installation, wave_id: str) -> bool:
    """Whether the newest edition of a wave keeps the breakdowns of an earlier one."""
    with reading(installation.engine) as session:
        snapshot = latest_snapshot(session, wave_id)
        return snapshot is not None and stored_subjects(session, snapshot.id).get(KEPT) is not None


def _name(installation: Installation, wave_id: str | None) -> str | None:
    if wave_id is None:
        return None
    with reading(installation.engine) as session:
        return facts_of(session, wave_id).name


def _judged(record: dict[str, Any], judged: Mapping[str, Judgement]) -> dict[str, Any]:
    """The record with what people judged about the norms; the light is then theirs."""
    for norm in record["norms"]:
        judgement = judged.get(norm["norm"])
        if judgement is not None:
            cannot = judgement.light == NOT_JUDGED
            norm["light"] = "grijs" if cannot else judgement.light
            norm |= {"judged": judgement.light, "reason": judgement.text}
    return record


def _published(installation: Installation, wave_id: str, table: Mapping[str, Any]) -> WaveData:
    """The counts of a wave, without the questionnaires that say more than its edition does."""
    with reading(installation.engine) as session:
        wave = wave_data(session, installation.catalogue, facts_of(session, wave_id))
    stale = table["data_version"] != content_version(wave.facts, wave.counts)
    if not wave.closed and stale:  # answers came in since the interim edition
        return without(wave, (one.code for one in wave.questionnaires))
    return without(wave, held_questionnaires(wave, table["cells"]))
