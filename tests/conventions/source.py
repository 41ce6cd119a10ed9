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

    @property
    def package(self) -> str:
        return self.place.rpartition("/")[0].replace("/", ".")

    def imports(self) -> Iterator[Import]:
        """Every import, at any depth; `from a import b` counts as `a.b`."""
        for node in ast.walk(self.tree):
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
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Call):
                if isinstance(node.func, ast.Attribute):
                    yield node.func.attr, node
                elif isinstance(node.func, ast.Name):
                    yield node.func.id, node

    def at(self, line: int) -> str:
        return f"{self.place}:{line}"


@cache
def modules(*folders: str) -> tuple[Module, ...]:
    """The Python files below these folders; a folder that does not exist yet has none."""
    paths = [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]
    return tuple(
        Module(path.relative_to(ROOT).as_posix(), text, ast.parse(text, str(path)))
        for path in paths
        for text in [path.read_text(encoding="utf-8")]
    )


def templates() -> tuple[Path, ...]:
    """Every template."""
    return tuple(path for path in sorted((ROOT / "templates").rglob("*")) if path.is_file())


def lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())
