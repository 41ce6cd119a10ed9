"""Find the cases below a folder, compute each and write its result."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from analysis.cases.reading import CaseError
from analysis.cases.registry import SUBJECTS, WITHOUT_INPUT

NUMBERED = re.compile(r"\d+_(?P<subject>\w+)")


@dataclass(frozen=True, slots=True)
class FoundCase:
    """A folder with a case, its path below the given folder, and its subject."""

    folder: Path
    place: Path
    subject: str


def subject_of(place: Path) -> str | None:
    """Return the subject in the last numbered part of a path, None without one.

    >>> subject_of(Path("05_partijen/klein"))
    'partijen'
    """
    found = [NUMBERED.fullmatch(part) for part in place.parts]
    return next((match["subject"] for match in reversed(found) if match), None)


def found_cases(root: Path) -> Iterator[FoundCase]:
    """Yield the cases below `root` (and `root` itself) in the order of their paths."""
    for folder in sorted([root, *(path for path in root.rglob("*") if path.is_dir())]):
        place = folder.relative_to(root) if folder != root else Path(root.resolve().name)
        subject = subject_of(place)
        if subject is None:
            subject = subject_of(Path(root.resolve().name))
        if subject is None:
            if folder != root and any(folder.glob("input*")):
                yield FoundCase(folder, place, "")
        elif any(folder.glob("input*")) or (subject in WITHOUT_INPUT and _stands_alone(folder)):
            yield FoundCase(folder, place, subject)


def _stands_alone(folder: Path) -> bool:
    """Tell whether a folder without input is a case: it has parameters or no variants below."""
    has_variants = any(path.is_dir() for path in folder.iterdir())
    return (folder / "params.json").exists() or not has_variants


def run_case(case: FoundCase, out: Path) -> None:
    """Compute one case and write it; raise CaseError when it cannot be."""
    if case.subject not in SUBJECTS:
        raise CaseError(case.folder, f"no subject {case.subject!r}; known: {', '.join(SUBJECTS)}")
    try:
        found = SUBJECTS[case.subject](case.folder)
    except CaseError:
        raise
    except (ValueError, TypeError, ArithmeticError, LookupError, AttributeError, OSError) as error:
        files = ", ".join(sorted(path.name for path in case.folder.glob("input*")))
        reason = f"{files}: {type(error).__name__}: {error}"
        raise CaseError(case.folder, reason) from error
    target = out / case.place.parent / f"{case.place.name}.json"
    target.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(found, ensure_ascii=False, indent=1, allow_nan=False)
    target.write_text(text + "\n", encoding="utf-8")
