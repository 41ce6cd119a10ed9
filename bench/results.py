"""What was measured, and the page that shows it."""

import datetime
import os
import platform
import subprocess
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = Path(__file__).resolve().parent / "RESULTS.md"


@dataclass(frozen=True, slots=True)
class Result:
    """One figure; `most` and `least` are the budget, when there is one."""

    subject: str
    what: str
    setting: str  # SQLite, PostgreSQL or another circumstance
    value: float
    unit: str
    most: float | None = None
    least: float | None = None
    note: str = ""

    @property
    def verdict(self) -> str:
        """Within the budget, over it, or nothing where there is none."""
        if self.most is None and self.least is None:
            return ""
        over = self.most is not None and self.value > self.most
        under = self.least is not None and self.value < self.least
        return "**no**" if over or under else "yes"

    @property
    def budget(self) -> str:
        """The budget in words."""
        if self.most is not None:
            return f"≤ {number(self.most)} {self.unit}"
        return f"≥ {number(self.least)} {self.unit}" if self.least is not None else ""


def number(value: float) -> str:
    """Three significant digits, never as a power of ten."""
    if value == 0 or abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.3g}" if abs(value) >= 0.01 else f"{value:.4f}"


def page(results: Sequence[Result], started: datetime.datetime) -> str:
    """RESULTS.md."""
    subjects = list(dict.fromkeys(result.subject for result in results))
    parts = ["# Measured", "", *_circumstances(started), ""]
    for subject in subjects:
        parts += [f"## {subject}", "", *_table(r for r in results if r.subject == subject), ""]
    return "\n".join(parts)


def write(results: Sequence[Result], started: datetime.datetime) -> None:
    """Write RESULTS.md."""
    PAGE.write_text(page(results, started), encoding="utf-8")


def commit() -> str:
    """The commit that is measured, and whether the files differ from it."""
    try:
        name = _git("rev-parse", "--short", "HEAD")
        changed = _git("status", "--porcelain", "--untracked-files=no")
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
    return f"{name}{' with local changes' if changed else ''}"


def _git(*words: str) -> str:
    done = subprocess.run(["git", *words], cwd=ROOT, check=True, capture_output=True, text=True)
    return done.stdout.strip()


def _circumstances(started: datetime.datetime) -> list[str]:
    return [
        f"Written by `./run bench` on {started:%Y-%m-%d} at commit {commit()}, "
        f"Python {platform.python_version()}, {os.cpu_count()} cores.",
        "",
        "Seconds belong to the machine that measured them. Ratios are of two things measured "
        "alternately in one run, so they travel; of several rounds the median is shown.",
        "The reference page is `bench/reference.py`: the smallest honest Flask + Jinja form with "
        "Flask-WTF's CSRF field and a signed cookie, without storage and without compression.",
        "CPU is that of the web server's own processes; what PostgreSQL spends in its own "
        "processes is not in it.",
    ]


def _table(results: Iterable[Result]) -> list[str]:
    rows = ["| what | setting | measured | budget | within |", "|---|---|--:|--:|---|"]
    return rows + [
        f"| {result.what}{f' ({result.note})' if result.note else ''} | {result.setting} "
        f"| {number(result.value)} {result.unit} | {result.budget} | {result.verdict} |"
        for result in results
    ]
