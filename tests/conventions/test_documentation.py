"""Public functions of the pure packages say what they do, with an example that is run."""

import ast
import doctest
from importlib import import_module

import pytest

from tests.conventions.source import Module, modules

PURE = ("analysis", "survey_app/questionnaire")


def dotted(module: Module) -> str:
    return module.place.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def public_functions(module: Module) -> list[ast.FunctionDef]:
    return [
        node
        for node in module.tree.body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
    ]


def test_every_public_pure_function_is_explained() -> None:
    assert [
        f"{module.at(function.lineno)} {function.name}"
        for module in modules(*PURE)
        for function in public_functions(module)
        if not ast.get_docstring(function)
    ] == []


@pytest.mark.parametrize(
    "module", [module for module in modules(*PURE) if ">>>" in module.text], ids=lambda m: m.place
)
def test_every_example_in_a_docstring_is_true(module: Module) -> None:
    found = import_module(dotted(module))
    result = doctest.testmod(found, optionflags=doctest.NORMALIZE_WHITESPACE)
    assert result.attempted > 0
    assert result.failed == 0
