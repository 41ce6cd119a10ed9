"""The package as a whole: documented, stand-alone and quick to load."""

import ast
import doctest
import importlib
import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest

import analysis

ROOT = Path(analysis.__file__).parent
MODULES = sorted(
    found.name
    for found in pkgutil.walk_packages([str(ROOT)], "analysis.")
    if not found.name.endswith("__main__")
)


@pytest.mark.parametrize("name", MODULES)
def test_every_example_in_a_docstring_is_true(name):
    module = importlib.import_module(name)
    assert doctest.testmod(module).failed == 0


def public_functions(path):
    """Yield the functions of a file for use outside: of the gate only what its door exports."""
    door = importlib.import_module("analysis.disclosure").__all__
    inside = "disclosure" in path.parts
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            if inside and node.name not in door:
                continue
            yield node


EXAMPLES = sorted(
    path
    for path in ROOT.rglob("*.py")
    if "cases" not in path.parts and "openanswers" not in path.parts
)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_public_function_has_a_runnable_example(path):
    lacking = [
        node.name for node in public_functions(path) if ">>>" not in (ast.get_docstring(node) or "")
    ]
    assert lacking == []


@pytest.mark.parametrize("path", sorted(ROOT.rglob("*.py")), ids=lambda p: str(p.relative_to(ROOT)))
def test_the_statistics_know_nothing_of_the_application(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [node.module or ""]
        assert not any(
            name.split(".")[0] in {"survey_app", "flask", "sqlalchemy"} for name in names
        )


def test_the_table_loads_without_the_heavy_libraries():
    code = (
        "import sys, analysis.table; "
        "print([m for m in ('scipy.stats', 'scipy.optimize', 'statsmodels', 'pandas') "
        "if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT.parent
    )
    assert done.stdout.strip() == "[]"
