"""Questions of a wave come from one room: a wave may ask more than the catalogue holds."""

import ast

from tests.conventions.source import modules

ROOM = "survey_app/organisations/asked/"
# These look at what a wave cannot change: title, party, store, languages, or cells of Tabel 1.
ONLY_ITS_FACTS = {
    "survey_app/evaluation/comparisons/history.py": "questions of Tabel 1 over the waves",
    "survey_app/evaluation/open_answers/services_reading.py": "open questions, never one's own",
    "survey_app/evaluation/table1/counts.py": "the questions that feed a cell",
    "survey_app/evaluation/table1/questions.py": "the questions that feed a cell",
    "survey_app/fieldwork/contacts/services.py": "which questionnaires take contacts",
    "survey_app/fieldwork/links/services.py": "its store",
    "survey_app/intake/counting.py": "the questions that feed a cell",
    "survey_app/messaging/languages.py": "its title and languages",
    "survey_app/messaging/queueing/companions.py": "who reads it",
    "survey_app/messaging/outbox/composing.py": "who reads it",
    "survey_app/messaging/sending/pages.py": "its title",
    "survey_app/messaging/sending/presentation.py": "its title",
    "survey_app/messaging/sending/previews.py": "its title and languages",
    "survey_app/questionnaire/definition.py": "the catalogue itself",
    "survey_app/respond/answering/offers.py": "its languages",
    "survey_app/respond/answering/services_submit.py": "its store and party",
}


def asks_the_catalogue(tree: ast.AST) -> bool:
    """Whether it says `catalogue.questionnaire(...)`, under whatever name the catalogue stands."""
    return any(
        isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and call.func.attr == "questionnaire"
        and ast.unparse(call.func.value).rpartition(".")[2] in ("catalogue", "self")
        for call in ast.walk(tree)
    )


def test_only_the_room_of_a_wave_makes_its_questionnaires() -> None:
    found = {
        module.place
        for module in modules("survey_app")
        if asks_the_catalogue(module.tree) and not module.place.startswith(ROOM)
    }
    assert found == set(ONLY_ITS_FACTS)
