"""From TOML tables to questions, scales and questionnaires."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast, get_args

from survey_app.questionnaire.definition import (
    KIND_OF_SCALE,
    SHARED_SCALES,
    Operator,
    Option,
    Party,
    Question,
    Questionnaire,
    Route,
    Scale,
    Store,
    When,
)
from survey_app.questionnaire.files.reading import Table

PROVIDER_LIST = "{lijst aanbieders}"
# Shown when a wave names no providers, so that the question still has an answer to choose.
GENERIC_PROVIDER = "Een andere organisatie"
MAX_QUESTIONS = 500

_QUESTIONNAIRE_KEYS = (
    *("code", "version", "party", "phase", "store"),
    *("title", "moment", "maximum", "background", "questions"),
)
_QUESTION_KEYS = (
    *("code", "scale", "text", "text_with_goal", "explanation", "easy"),
    *("options", "exclusive", "apart", "values", "fields", "cells", "use", "route", "drop", "when"),
)
_OWN_OPTIONS = frozenset({"CAT", "MULTI", "CONSENT"})


def parse_scales(source: Table) -> dict[str, tuple[Option, ...]]:
    """Return the shared scales by code; refuses a scale that the product does not know."""
    source.only(SHARED_SCALES)
    scales = {}
    for code in SHARED_SCALES:
        options = tuple(_scale_option(table) for table in source.table(code).tables("options"))
        values = [option.value for option in options]
        if len(options) < 2 or len(set(values)) != len(values):
            raise source.fail(
                "scale {code} needs two or more answers with different values", code=code
            )
        scales[code] = options
    return scales


def _scale_option(table: Table) -> Option:
    table.only(("value", "text", "apart"))
    return Option(table.number("value"), table.text("text"), apart=table.flag("apart"))


def parse_questionnaire(source: Table, scales: Mapping[str, tuple[Option, ...]]) -> Questionnaire:
    """Return one questionnaire as it stands in its file; the background is attached later."""
    source.only(_QUESTIONNAIRE_KEYS)
    code = source.text("code")
    tables = source.tables("questions")
    if not tables:
        raise source.fail("questions is missing")
    if len(tables) > MAX_QUESTIONS:
        raise source.fail("more than {max_questions} questions", max_questions=MAX_QUESTIONS)
    return Questionnaire(
        code=code,
        version=source.number("version"),
        party=cast(Party, _choice(source, "party", get_args(Party))),
        phase=source.text("phase", ""),
        store=cast(Store, _choice(source, "store", get_args(Store))),
        moment=source.text("moment"),
        title=source.text("title"),
        questions=tuple(_question(table, code, scales) for table in tables),
        maximum=source.number("maximum", 0) or None,
        file=source.file,
    )


def _question(table: Table, home: str, scales: Mapping[str, tuple[Option, ...]]) -> Question:
    table.only(_QUESTION_KEYS)
    scale = _choice(table, "scale", tuple(KIND_OF_SCALE))
    return Question(
        code=table.text("code"),
        kind=KIND_OF_SCALE[scale],
        scale=cast(Scale, scale),
        text=table.text("text"),
        explanation=table.text("explanation", ""),
        easy=table.text("easy", ""),
        options=_options(table, scale, scales),
        cells=table.texts("cells"),
        use=table.text("use", ""),
        route=_route(table),
        drop=table.number("drop", 0),
        fields=_fields(table, scale),
        text_with_goal=table.text("text_with_goal", ""),
        when=cast(When, _choice(table, "when", get_args(When), "always")),
        home=home,
        line=table.line,
    )


def _options(
    table: Table, scale: str, scales: Mapping[str, tuple[Option, ...]]
) -> tuple[Option, ...]:
    plain, exclusive, apart = (table.texts(key) for key in ("options", "exclusive", "apart"))
    texts = plain + exclusive + apart
    if scale not in _OWN_OPTIONS:
        if texts or table.numbers("values"):
            raise table.fail("scale {scale} has no answers of its own", scale=scale)
        return scales.get(scale, ())
    if len(texts) < 2:
        raise table.fail("fewer than two answers")
    if len(set(texts)) != len(texts):
        raise table.fail("the same answer stands twice")
    if exclusive and scale != "MULTI":
        raise table.fail("only a MULTI question has exclusive answers")
    values = table.numbers("values") or tuple(range(1, len(texts) + 1))
    if len(values) != len(texts) or len(set(values)) != len(values) or min(values) < 0:
        raise table.fail("values must name each answer once")
    return tuple(
        Option(
            value,
            GENERIC_PROVIDER if text == PROVIDER_LIST else text,
            apart=text in apart,
            exclusive=text in exclusive,
            provider=text == PROVIDER_LIST,
        )
        for value, text in zip(values, texts, strict=True)
    )


def _fields(table: Table, scale: str) -> tuple[str, ...]:
    fields = table.texts("fields")
    if (scale == "NUM") != bool(fields):
        raise table.fail("a NUM question, and no other, has fields")
    return fields


def _route(table: Table) -> Route | None:
    if "route" not in table.content:
        return None
    route = table.table("route")
    operators = [key for key in get_args(Operator) if key in route.content]
    route.only(("question", *operators))
    if len(operators) != 1:
        raise route.fail("a route needs exactly one of is, is_not, is_provider")
    if operators[0] == "is_provider":
        if not route.flag("is_provider"):
            raise route.fail("is_provider can only be true")
        return Route(route.text("question"), "is_provider", ())
    return Route(route.text("question"), cast(Operator, operators[0]), route.numbers(operators[0]))


def _choice(table: Table, key: str, allowed: tuple[str, ...], default: str | None = None) -> str:
    value = table.text(key, default)
    if value not in allowed:
        raise table.fail("unknown {key} {value!r}", key=key, value=value)
    return value
