"""Find the cases below a folder, compute each and write its result."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from analysis.cases.reading import CaseError
from analysis.cases.registry import SUBJECTS, WITHOUT_INPUT
from analysis.cases.settings import NUMBERED


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
    case = next((match for match in reversed(found) if match), None)
    return _known_subject(int(case["number"]), case["subject"]) if case else None


def _known_subject(number: int, name: str) -> str:
    """Return the subject a case is named after, else the one with its number, else the name.

    >>> _known_subject(5, "partijen_klein"), _known_subject(5, "nieuw"), _known_subject(18, "x")
    ('partijen', 'partijen', 'x')
    """
    named = [subject for subject in SUBJECTS if name == subject or name.startswith(f"{subject}_")]
    if named:
        return max(named, key=len)
    return list(SUBJECTS)[number - 1] if 1 <= number <= len(SUBJECTS) else name


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
        text = json.dumps(found, ensure_ascii=False, indent=1, allow_nan=False)
    except CaseError:
        raise
    except Exception as error:  # whatever one case does, the others are computed
        files = ", ".join(sorted(path.name for path in case.folder.glob("input*")))
        reason = f"{files}: {type(error).__name__}: {error}"
        raise CaseError(case.folder, reason) from error
    target = out / case.place.parent / f"{case.place.name}.json"
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        raise CaseError(target, f"cannot be written ({error})") from error
