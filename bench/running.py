"""Commands of the product in a process of their own, with what they cost."""

import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.results import ROOT

LOOK_SECONDS = 0.02


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
    most, ended = 0.0, 0
    while not ended:
        # not ru_maxrss: a child inherits that from the process that started it
        most = max(most, memory(process.pid, "VmHWM"))
        ended, status, usage = os.wait4(process.pid, os.WNOHANG)
        time.sleep(0 if ended else LOOK_SECONDS)
    seconds = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise RuntimeError(f"trajectspiegel {' '.join(words)} ended with {process.returncode}")
    return Run(seconds, usage.ru_utime + usage.ru_stime, most)


def memory(pid: int, kind: str = "VmRSS") -> float:
    """Megabytes of resident memory now (VmRSS) or at most so far (VmHWM); 0 when it is gone."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) / 1024 for line in lines if line.startswith(kind))
