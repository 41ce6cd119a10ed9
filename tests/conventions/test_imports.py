"""Imports point one way (design.md sections 3 and 4)."""

import sys

import pytest

from tests.conventions.source import ROOT, Import, Module, modules, parsed

SENTENCE = "survey_app.operators.sentence"  # what an error says; it needs no more itself
FEATURES = ("respond", "fieldwork", "separate", "messaging", "evaluation", "accounts", "intake")
WEB = ("flask", "flask_wtf", "wtforms", "werkzeug", "jinja2", "sqlalchemy", "survey_app")
# What joins features: the factory, the command line and its commands, the worker.
JOINTS = ("application", "cli", "jobs", "worker")
ONE_PLACE = {
    "textblob": "analysis/text.py",
    "weasyprint": "survey_app/documents/pdf.py",
}


def offences(found: tuple[Module, ...], wrong: tuple[str, ...]) -> list[str]:
    return [
        f"{module.at(used.line)} imports {used.name}"
        for module in found
        for used in module.imports()
        if used.is_in(*wrong)
    ]


def joins_features(module: Module) -> bool:
    name = module.place.removeprefix("survey_app/").removesuffix(".py")
    return name in JOINTS or name.endswith("_command") or name.startswith(("worker", "demo/"))


def is_worker(module: Module) -> bool:
    """Code that only the worker and the evaluation side run."""
    return module.place.startswith(
        (
            *("survey_app/evaluation/", "survey_app/worker", "survey_app/jobs"),
            *(
                "survey_app/separate/recontact/services_drawing",
                "survey_app/separate/needs/services_grouping",
            ),
        )
    )


def test_the_rules_look_at_real_files() -> None:
    assert len(modules("survey_app")) > 10
    assert len(modules("analysis")) > 10
    assert all((ROOT / "survey_app" / feature).is_dir() for feature in FEATURES)


def test_a_questionnaire_needs_only_the_standard_library() -> None:
    allowed = (*sys.stdlib_module_names, "survey_app.questionnaire", SENTENCE)
    assert [
        f"{module.at(used.line)} imports {used.name}"
        for module in modules("survey_app/questionnaire", "survey_app/operators")
        if module.place.startswith("survey_app/questionnaire/") or "sentence" in module.place
        for used in module.imports()
        if not used.is_in(*allowed)
    ] == []


def test_the_analysis_knows_no_web_and_no_database() -> None:
    assert offences(modules("analysis"), WEB) == []


@pytest.mark.parametrize("feature", FEATURES)
def test_a_feature_never_imports_another_feature(feature: str) -> None:
    others = tuple(f"survey_app.{other}" for other in FEATURES if other != feature)
    assert offences(modules(f"survey_app/{feature}"), others) == []


def test_what_features_share_does_not_import_a_feature() -> None:
    shared = tuple(
        module
        for module in modules("survey_app")
        if not joins_features(module)
        and not module.place.startswith(tuple(f"survey_app/{name}/" for name in FEATURES))
    )
    assert len(shared) > 10
    assert offences(shared, tuple(f"survey_app.{feature}" for feature in FEATURES)) == []


def test_only_the_evaluation_side_and_the_worker_import_the_analysis() -> None:
    others = tuple(module for module in modules("survey_app") if not is_worker(module))
    assert offences(others, ("analysis",)) == []


@pytest.mark.parametrize("library", sorted(ONE_PLACE))
def test_a_library_with_traps_has_one_door(library: str) -> None:
    others = tuple(
        module for module in modules("survey_app", "analysis") if module.place != ONE_PLACE[library]
    )
    assert offences(others, (library,)) == []


def test_chance_comes_from_secrets_or_a_seeded_generator_and_not_from_random() -> None:
    product = tuple(
        module for module in modules("survey_app", "analysis") if "demo" not in module.place
    )
    assert offences(product, ("random",)) == []


def test_the_product_imports_no_test_and_no_bench() -> None:
    assert offences(modules("survey_app", "analysis"), ("tests", "bench")) == []


def test_a_relative_import_is_seen_in_full() -> None:
    relative = parsed(
        "survey_app/respond/views.py", "from ..evaluation import queries\nfrom . import forms"
    )
    assert [used.name for used in relative.imports()] == [
        "survey_app.evaluation.queries",
        "survey_app.respond.forms",
    ]
    assert Import("analysis.table", 1).is_in("analysis")
    assert not Import("analysis_of_x", 1).is_in("analysis")
