"""One obvious place for each kind of thing (style.md), and words that say a thing is not done."""

import ast
import re

from tests.conventions.source import OURS, ROOT, Module, modules, templates

CLOCK = "survey_app/clock.py"
MARKUP = "survey_app/guides/rendering.py"  # the parser escapes, HTML in a guide is off
UNFINISHED = re.compile(r"\b((?i:TODO|FIXME|HACK|NotImplementedError|lorem ipsum)|XXX)\b")
UNESCAPED = re.compile(r"\|\s*safe\b|autoescape\s+(false|off)|\bMarkup\(")
ROLES_ANYWHERE = re.compile(r"staff(\(\))?\.roles\b")
LIMITS = {"disclosure_minimum", "distribution_minimum", "homogeneity_n", "open_answer_minimum"}
OPENERS = {"open", "read_text", "read_bytes"}
CLOCK_CALL = re.compile(r"(date|datetime)\.(now|today|utcnow|utcfromtimestamp)$|^time\.time$")


def called(found: tuple[Module, ...], names: set[str]) -> list[str]:
    return [
        f"{module.at(call.lineno)} calls {name}"
        for module in found
        for name, call in module.calls()
        if name in names
    ]


def except_for(found: tuple[Module, ...], *places: str) -> tuple[Module, ...]:
    return tuple(module for module in found if module.place not in places)


def may_commit(module: Module) -> bool:
    folder, _, name = module.place.rpartition("/")
    return name.startswith("services") or folder == "survey_app/intake"


def test_only_services_commit() -> None:
    others = tuple(module for module in modules("survey_app") if not may_commit(module))
    assert called(others, {"commit"}) == []


def test_what_somebody_may_is_asked_for_an_organisation() -> None:
    """`staff.roles` spans all organisations of a person: nothing of one may hang on it."""
    anywhere = ("survey_app/visits/staff_session.py", "survey_app/web/menu.py")
    others = except_for(modules("survey_app"), *anywhere, "survey_app/guides/views.py")
    found = [one.place for one in others if ROLES_ANYWHERE.search(one.text)]
    found += [str(one) for one in templates() if ROLES_ANYWHERE.search(one.read_text("utf-8"))]
    assert found == []


def test_what_is_too_few_to_tell_is_decided_behind_the_one_door() -> None:
    """The product asks `analysis.disclosure`; the limits of method.md D.4 are compared there."""
    assert [
        module.at(node.lineno)
        for module in modules("survey_app")
        for node in module.nodes
        if isinstance(node, ast.Attribute) and node.attr in LIMITS
    ] == []


def test_questionnaire_files_are_opened_in_loading_only() -> None:
    folder = "survey_app/questionnaire"
    others = except_for(modules(folder), f"{folder}/loading.py")
    assert called(others, OPENERS) == []


def test_the_environment_is_read_in_config_only() -> None:
    assert [
        module.at(node.lineno)
        for module in except_for(modules("survey_app", "analysis"), "survey_app/config.py")
        for node in module.nodes
        if isinstance(node, ast.Attribute) and node.attr in {"environ", "getenv"}
    ] == []


def test_the_clock_is_read_in_one_place() -> None:
    assert [
        f"{module.at(call.lineno)} calls {ast.unparse(call.func)}"
        for module in except_for(modules("survey_app", "analysis"), CLOCK)
        for _, call in module.calls()
        if CLOCK_CALL.search(ast.unparse(call.func))
    ] == []


def test_no_time_is_without_its_zone() -> None:
    naive = [
        module.at(call.lineno)
        for module in modules("survey_app", "analysis", "migrations", "bench")
        for _, call in module.calls()
        if CLOCK_CALL.search(ast.unparse(call.func)) and not (call.args or call.keywords)
    ]
    columns = [
        module.at(call.lineno)
        for module in modules("survey_app", "migrations")
        for name, call in module.calls()
        if name == "DateTime" and not any(word.arg == "timezone" for word in call.keywords)
    ]
    assert naive + columns == []


def test_pages_escape_everything() -> None:
    loose = [
        str(path.relative_to(ROOT))
        for path in templates()
        if UNESCAPED.search(path.read_text(encoding="utf-8"))
    ]
    code = [
        module.at(number)
        for module in except_for(modules("survey_app"), MARKUP)
        for number, line in enumerate(module.text.splitlines(), 1)
        if UNESCAPED.search(line)
    ]
    assert loose + code == []


def test_nothing_says_that_it_is_unfinished() -> None:
    here = "tests/conventions/test_places.py"
    code = [
        module.at(number)
        for module in except_for(modules(*OURS), here)
        for number, line in enumerate(module.text.splitlines(), 1)
        if UNFINISHED.search(line)
    ]
    pages = [
        str(path.relative_to(ROOT))
        for path in templates()
        if UNFINISHED.search(path.read_text(encoding="utf-8"))
    ]
    assert code + pages == []


def test_lock_files_name_no_host() -> None:
    locks = sorted(ROOT.glob("*.lock"))
    assert len(locks) == 2
    for lock in locks:
        text = lock.read_text(encoding="utf-8")
        assert "://" not in text
        assert not re.search(r"^\s*(-i|-f|--\w*index|--find|--trusted)", text, re.MULTILINE)
        assert text.count("--hash=sha256:") > 100
