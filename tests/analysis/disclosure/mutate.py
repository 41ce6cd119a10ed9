"""Mutation testing of the modules whose errors would reveal a person or a false certainty.

    python -m tests.analysis.disclosure.mutate [--module NAME] [--after LINE] [--list]

Changes one operator, number, word or condition at a time and runs the tests that belong to the
module in a forked process (so that nothing is imported twice). A change that no test notices is
a survivor and is printed with its line. An endless loop is stopped and counts as noticed.
"""

from __future__ import annotations

import argparse
import ast
import copy
import importlib
import os
import resource
import signal
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import hypothesis

ROOT = Path(__file__).resolve().parents[3]
HERE = "tests.analysis.disclosure"
SEARCH = (f"{HERE}.test_search",)
TESTS: dict[str, tuple[str, ...]] = {
    "analysis.disclosure.primary": (f"{HERE}.test_primary",),
    "analysis.disclosure.one_dimension": (f"{HERE}.test_one_dimension",),
    "analysis.disclosure.cycles": (f"{HERE}.test_two_way",),
    "analysis.disclosure.tables": (f"{HERE}.test_register", f"{HERE}.test_gate"),
    "analysis.disclosure.register": (f"{HERE}.test_register", f"{HERE}.test_gate"),
    "analysis.disclosure.gate": (f"{HERE}.test_gate",),
    "analysis.disclosure.search.problem": SEARCH,
    "analysis.disclosure.search.pattern": SEARCH,
    "analysis.disclosure.search.ranges": SEARCH,
    "analysis.disclosure.search.solver": SEARCH,
    "analysis.disclosure.two_way": (f"{HERE}.test_two_way",),
    "analysis.estimates.intervals": ("tests.analysis.test_intervals",),
}
TIMEOUT_SECONDS = 30  # of the processor, so that a busy machine kills nothing
MEMORY_BYTES = 3 * 2**30

SWAPS: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
    ast.And: ast.Or,
    ast.Or: ast.And,
    ast.USub: ast.UAdd,
}


@dataclass(frozen=True)
class Test:
    function: Callable[..., None]
    arguments: dict[str, object]


@dataclass(frozen=True)
class Mutant:
    line: int
    what: str
    tree: ast.Module


def mutants(source: str) -> Iterator[Mutant]:
    """Yield every single change of a module, leaving out docstrings and annotations."""
    tree = ast.parse(source)
    count = sum(1 for _ in _places(tree))
    for number in range(count):
        changed = copy.deepcopy(tree)
        node, attribute, value, what = list(_places(changed))[number]
        setattr(node, attribute, value)
        yield Mutant(getattr(node, "lineno", 0), what, ast.fix_missing_locations(changed))


def _places(tree: ast.AST) -> Iterator[tuple[ast.AST, str, object, str]]:
    """Yield (node, attribute, new value, description) for every possible change."""
    for node in _code(tree):
        if isinstance(node, ast.Compare) and type(node.ops[0]) in SWAPS:
            new = SWAPS[type(node.ops[0])]
            yield node, "ops", [new(), *node.ops[1:]], f"{_name(node.ops[0])} -> {new.__name__}"
            if len(node.ops) > 1 and type(node.ops[1]) in SWAPS:
                new = SWAPS[type(node.ops[1])]
                yield node, "ops", [node.ops[0], new()], f"2nd {_name(node.ops[1])}"
        operated = isinstance(node, ast.BinOp | ast.BoolOp | ast.AugAssign | ast.UnaryOp)
        if operated and type(node.op) in SWAPS:  # type: ignore[attr-defined]
            new = SWAPS[type(node.op)]  # type: ignore[attr-defined]
            yield node, "op", new(), f"{_name(node.op)} -> {new.__name__}"  # type: ignore[attr-defined]
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            yield node, "operand", ast.UnaryOp(ast.Not(), node.operand), "not -> (nothing)"
        if isinstance(node, ast.Constant) and node.value is not None:
            yield from _constants(node)
        if isinstance(node, ast.If | ast.IfExp | ast.While):
            yield node, "test", ast.UnaryOp(ast.Not(), node.test), "condition turned"
        if isinstance(node, ast.Return) and not _is_none(node.value):
            yield node, "value", ast.Constant(None), "return -> None"


def _constants(node: ast.Constant) -> Iterator[tuple[ast.AST, str, object, str]]:
    value = node.value
    if isinstance(value, bool):
        yield node, "value", not value, f"{value} turned"
    elif isinstance(value, int | float):
        yield node, "value", value + 1, f"{value} + 1"
    elif isinstance(value, str):
        yield node, "value", value + "XX", f"{value!r} + XX"


def _name(node: ast.AST) -> str:
    return type(node).__name__


def _code(node: ast.AST) -> Iterator[ast.AST]:
    """Yield the nodes that run: no docstrings, annotations, names of types or __future__."""
    for field, value in ast.iter_fields(node):
        if field in ("annotation", "returns", "decorator_list", "type_params"):
            continue
        for child in value if isinstance(value, list) else [value]:
            if not isinstance(child, ast.AST) or _is_text(child):
                continue
            yield child
            yield from _code(child)


def _is_none(node: ast.AST | None) -> bool:
    return node is None or (isinstance(node, ast.Constant) and node.value is None)


def _is_text(node: ast.AST) -> bool:
    """Tell whether a node is a docstring or a name for a type."""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return True
    return isinstance(node, ast.Assign) and isinstance(node.value, ast.Subscript | ast.Name)


def is_killed(module: ModuleType, mutant: Mutant, files: tuple[str, ...]) -> bool:
    """Run the tests against a mutant in a forked process; True when they notice it."""
    child = os.fork()
    if child == 0:
        signal.setitimer(signal.ITIMER_PROF, TIMEOUT_SECONDS)
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
        os._exit(_run(module, mutant, files))
    _, status = os.waitpid(child, 0)
    return status != 0


def _run(module: ModuleType, mutant: Mutant, files: tuple[str, ...]) -> int:
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    os.dup2(silence, 2)
    warnings.simplefilter("error")
    try:
        before = dict(vars(module))
        exec(compile(mutant.tree, str(module.__file__), "exec"), vars(module))
        _hand_out(before, vars(module))
        for test in tests_of(files):
            test.function(**test.arguments)
    except BaseException:
        return 1
    return 0


def tests_of(names: tuple[str, ...]) -> list[Test]:
    """Return every test of some files with its parameters, as pytest would call them.

    Loaded anew, because parameters may hold things of the module that was changed.
    """
    found = []
    for name in names:
        fresh = importlib.reload(importlib.import_module(name))
        for key, value in vars(fresh).items():
            if key.startswith("test_"):
                found += [Test(value, arguments) for arguments in _arguments(value)]
    return found


def _arguments(function: Callable[..., None]) -> Iterator[dict[str, object]]:
    """Yield the arguments that the parametrize marks of a test ask for."""
    marks = [m for m in getattr(function, "pytestmark", []) if m.name == "parametrize"]
    if not marks:
        yield {}
    for mark in marks:
        names, rows = mark.args
        wanted = names if isinstance(names, tuple) else (names,)
        for row in rows:
            yield dict(zip(wanted, row if isinstance(names, tuple) else (row,), strict=True))


def _hand_out(before: dict[str, object], after: dict[str, object]) -> None:
    """Give every module that took a name from the mutated one the mutated thing."""
    changed = {id(old): after[name] for name, old in before.items() if callable(old)}
    for name, other in list(sys.modules.items()):
        if name.startswith(("analysis", "tests.analysis")):
            for key, value in list(vars(other).items()):
                if id(value) in changed:
                    setattr(other, key, changed[id(value)])
                elif key.isupper() and before.get(key) is value:
                    setattr(other, key, after[key])


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--module", choices=sorted(TESTS))
    parser.add_argument("--after", type=int, default=0, help="only changes below this line")
    parser.add_argument("--list", action="store_true", help="only count")
    chosen = parser.parse_args()
    os.chdir(ROOT)
    hypothesis.settings.register_profile(
        "mutation", deadline=None, max_examples=30, derandomize=True, database=None
    )
    hypothesis.settings.load_profile("mutation")
    tested = {file for files in TESTS.values() for file in files}
    for name in ("scipy.optimize", "scipy.stats", *TESTS, *sorted(tested)):
        importlib.import_module(name)
    killed = total = 0
    for name, tests in TESTS.items():
        if chosen.module in (None, name):
            one, every = _mutate(name, tests, chosen.list, chosen.after)
            killed, total = killed + one, total + every
    print(f"together: {killed} of {total} killed")


def _mutate(name: str, files: tuple[str, ...], only_count: bool, after: int) -> tuple[int, int]:
    module = sys.modules[name]
    source = Path(str(module.__file__)).read_text(encoding="utf-8")
    found = [mutant for mutant in mutants(source) if mutant.line > after]
    if only_count:
        print(f"{name}: {len(found)}")
        return 0, len(found)
    unchanged = Mutant(0, "nothing", ast.parse(Path(str(module.__file__)).read_text("utf-8")))
    if is_killed(module, unchanged, files):
        raise SystemExit(f"{name}: the tests fail without any change, so they prove nothing")
    start, survivors = time.monotonic(), []
    for mutant in found:
        if not is_killed(module, mutant, files):
            survivors.append(mutant)
            print(f"  {name} line {mutant.line}: {mutant.what}", flush=True)
    killed = len(found) - len(survivors)
    print(
        f"{name}: {killed} of {len(found)} killed in {time.monotonic() - start:.0f} s", flush=True
    )
    return killed, len(found)


if __name__ == "__main__":
    main()
