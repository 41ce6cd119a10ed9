"""Commands of the product in a process of their own, with what they cost."""

import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bench.results import ROOT


@dataclass(frozen=True, slots=True)
class Run:
    """Wall time, CPU time and the most memory of one command."""

    seconds: float
    cpu_seconds: float
    megabytes: float


def measured_run(words: Sequence[str], environment: Mapping[str, str]) -> Run:
    """Run `trajectspiegel WORDS`. Raises RuntimeError with its words when it fails."""
    started = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "survey_app.cli", *words],
        env={**os.environ, **environment},
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
    )
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise RuntimeError(f"trajectspiegel {' '.join(words)} ended with {process.returncode}")
    return Run(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)
