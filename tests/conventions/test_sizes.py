"""Files that a reader can hold in mind (style.md, "Size")."""

import ast
import re
from collections import Counter

import pytest

from tests.conventions.source import OURS, ROOT, lines, modules, templates

PYTHON_LINES, TEMPLATE_LINES, FUNCTION_LINES, PACKAGE_FILES = 400, 80, 30, 12
LOOSE = {
    *("application", "cli", "clock", "config", "database"),
    *("errors", "installation", "jobs"),
}
GENERATED = "migrations/versions/"  # written by Alembic, read once
SENTENCE = re.compile(r"^test(_[a-z0-9]+){3,}$")


def statements(function: ast.AST) -> int:
    """The lines of a function without its docstring and signature."""
    assert isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
    body = function.body
    if ast.get_docstring(function) is not None:
        body = body[1:]
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


def test_no_python_file_is_longer_than_400_lines() -> None:
    assert [
        (module.place, length)
        for module in modules(*OURS)
        if not module.place.startswith(GENERATED)
        and (length := len(module.text.splitlines())) > PYTHON_LINES
    ] == []


def test_no_template_is_longer_than_80_lines() -> None:
    assert [
        (str(path.relative_to(ROOT)), lines(path))
        for path in templates()
        if lines(path) > TEMPLATE_LINES
    ] == []


def test_no_function_of_the_product_is_longer_than_30_lines() -> None:
    assert [
        (module.at(node.lineno), node.name, statements(node))
        for module in modules("survey_app", "analysis")
        for node in module.nodes
        if isinstance(node, ast.FunctionDef) and statements(node) > FUNCTION_LINES
    ] == []


def test_no_package_of_the_product_holds_more_than_12_files() -> None:
    held = Counter(
        module.place.rpartition("/")[0]
        for module in modules("survey_app", "analysis")
        if not module.place.endswith("/__init__.py")
    )
    assert held["survey_app/models"] > 5
    assert {place: count for place, count in held.items() if count > PACKAGE_FILES} == {}


def test_loose_modules_are_few_and_importing_the_package_loads_nothing() -> None:
    root = ROOT / "survey_app"
    assert {path.stem for path in root.glob("*.py")} - {"__init__"} == LOOSE
    assert not (root / "__init__.py").read_text(encoding="utf-8").strip()


def test_files_are_not_called_after_everything_and_nothing() -> None:
    vague = {"utils", "helpers", "common", "manager", "misc"}
    places = [module.place.removesuffix(".py").split("/") for module in modules(*OURS)]
    assert [place for place in places if vague & set(place)] == []


@pytest.mark.parametrize("folder", ["tests"])
def test_test_names_are_sentences(folder: str) -> None:
    assert [
        (module.at(node.lineno), node.name)
        for module in modules(folder)
        for node in module.nodes
        if isinstance(node, ast.FunctionDef)
        and node.name.startswith("test_")
        and not SENTENCE.match(node.name)
    ] == []
