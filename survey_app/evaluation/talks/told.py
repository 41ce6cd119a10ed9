"""What talks add to an evaluation: approved quotes as examples, never a number of people."""

from collections.abc import Iterable
from typing import Any

from survey_app.evaluation.talks.queries import TalkNotes

NOTICE = "Dit zijn voorbeelden. Ze zeggen niet hoeveel mensen er zo over denken."


def talk_quotes(found: Iterable[TalkNotes]) -> list[dict[str, Any]]:
    """Every approved quote with its party and phase; no day, so that nobody is found by it."""
    quotes = [
        {
            "kind": one.talk.kind,
            "party": one.talk.party,
            "phase": one.talk.phase,
            "text": note.quote,
            "cells": list(note.cells),
            "themes": list(note.themes),
        }
        for one in found
        for note in one.notes
        if note.approved_by is not None
    ]
    return sorted(quotes, key=lambda one: (one["party"], one["phase"] or "", str(one["text"])))
