"""The web side only reads what was published: no statistics and no typesetting in a web worker."""

import subprocess
import sys

HEAVY = {"analysis", "numpy", "pandas", "scipy", "weasyprint", "xlsxwriter", "odf", "textblob"}
PROGRAM = "import sys, {module}; print(' '.join({{name.split('.')[0] for name in sys.modules}}))"


def loaded_by(module: str) -> set[str]:
    program = PROGRAM.format(module=module)
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    return set(done.stdout.decode().split())


def test_the_pages_of_the_evaluator_load_nothing_heavy() -> None:
    assert loaded_by("survey_app.evaluation.table1.views") & HEAVY == set()


def test_the_pages_of_accounts_load_nothing_heavy() -> None:
    assert loaded_by("survey_app.accounts.views") & HEAVY == set()


def test_the_worker_side_is_where_the_analysis_is_loaded() -> None:
    assert "analysis" in loaded_by("survey_app.evaluation.publishing.services")
