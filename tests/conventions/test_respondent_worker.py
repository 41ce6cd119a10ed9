"""A web worker that serves respondents stays small: what is heavy belongs to the worker."""

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.conventions.source import ROOT

HEAVY = (
    "numpy",
    "pandas",
    "scipy",
    "statsmodels",
    "textblob",
    "nltk",
    "weasyprint",
    "matplotlib",
    "xlsxwriter",
    "openpyxl",
    "python_calamine",
    "pyreadstat",
    "pikepdf",
    "notifications_python_client",
    "urllib3",
    "analysis",
)
SCRIPT = """
import json, sys
from survey_app.application import create_app
create_app()
print(json.dumps(sorted({name.partition(".")[0] for name in sys.modules})))
"""


def test_serving_pages_loads_nothing_of_the_analysis(home: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        cwd=ROOT,
        env={**os.environ, "TRAJECTSPIEGEL_HOME": str(home)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    loaded = set(json.loads(done.stdout))
    assert "flask" in loaded
    assert sorted(loaded & set(HEAVY)) == []
