"""The project's own source, read as syntax: what the house rules are checked on."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
OURS = ("survey_app", "analysis", "bench", "tests", "migrations", "questionnaires")


@dataclass(frozen=True, slots=True)
class Import:
    """One imported name in full, and where it is imported."""

    name: str
    line: int

    def is_in(self, *packages: str) -> bool:
        """Whether the name is one of these packages or lies inside one."""
        return any(
            self.name == package or self.name.startswith(f"{package}.") for package in packages
        )


@dataclass(frozen=True, slots=True)
class Module:
    """One Python file of ours; `place` is its path from the root, with slashes."""

    place: str
    text: str
    tree: ast.Module
    nodes: tuple[ast.AST, ...]  # the whole tree, walked once

    @property
    def package(self) -> str:
        return self.place.rpartition("/")[0].replace("/", ".")

    def imports(self) -> Iterator[Import]:
        """Every import, at any depth; `from a import b` counts as `a.b`."""
        for node in self.nodes:
            if isinstance(node, ast.Import):
                for alias in node.names:
                    yield Import(alias.name, node.lineno)
            elif isinstance(node, ast.ImportFrom):
                base = self._base(node)
                for alias in node.names:
                    yield Import(f"{base}.{alias.name}", node.lineno)

    def _base(self, node: ast.ImportFrom) -> str:
        if not node.level:
            return node.module or ""
        parts = self.package.split(".")
        parents = ".".join(parts[: len(parts) - node.level + 1])
        return f"{parents}.{node.module}" if node.module else parents

    def calls(self) -> Iterator[tuple[str, ast.Call]]:
        """Every call with its last name: `session.commit()` is `commit`."""
        for node in self.nodes:
            if isinstance(node, ast.Call):
                if isinstance(node.func, ast.Attribute):
                    yield node.func.attr, node
                elif isinstance(node.func, ast.Name):
                    yield node.func.id, node

    def at(self, line: int) -> str:
        return f"{self.place}:{line}"


def modules(*folders: str) -> tuple[Module, ...]:
    """The Python files below these folders; a folder that does not exist yet has none."""
    return tuple(read(path) for folder in folders for path in sorted((ROOT / folder).rglob("*.py")))


@cache
def read(path: Path) -> Module:
    """One file, read and walked once."""
    return parsed(path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8"))


def parsed(place: str, text: str) -> Module:
    """A module from its text."""
    tree = ast.parse(text, place)
    return Module(place, text, tree, tuple(ast.walk(tree)))


def templates() -> tuple[Path, ...]:
    """Every template; a style sheet that goes into a document is none."""
    found = sorted((ROOT / "templates").rglob("*"))
    return tuple(path for path in found if path.is_file() and path.suffix != ".css")


def lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())
