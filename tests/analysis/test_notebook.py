"""The package from a notebook: two CSV files, no web and no database."""

import re
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from analysis.long_answers import AnswerRowError, counts_per_cell
from analysis.table import evaluation_table

ROOT = Path(__file__).parents[2]
CELLS = [
    {"cell": "R07-C", "item": "C302", "scale": "SQ", "N": "40"},
    {"cell": "R07-C", "item": "C303", "scale": "SQ", "N": "40"},
    {"cell": "R02-C", "item": "C101", "scale": "R10", "N": ""},
]


def answer(token, item, value, date="2026-11-02", form="K3"):
    """Return one row of the long answer file."""
    return {"token": token, "form": form, "item": item, "value": value, "date": date}


def test_the_script_in_the_documentation_runs_as_it_stands(tmp_path):
    text = (ROOT / "docs" / "analysis.md").read_text(encoding="utf-8")
    (script,) = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    rows = [answer(f"t{i}", "C302", 1 + i % 5) for i in range(12)]
    rows += [answer(f"t{i}", "C303", "" if i == 3 else 4) for i in range(12)]
    rows += [answer(f"t{i}", "C101", 8) for i in range(3)]
    pd.DataFrame(rows).to_csv(tmp_path / "antwoorden.csv", index=False)
    pd.DataFrame(CELLS).to_csv(tmp_path / "cellen.csv", index=False)
    guard = "import sys\nfor name in ('flask', 'sqlalchemy'): sys.modules[name] = None\n"
    done = subprocess.run(
        [sys.executable, "-c", guard + script],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT)},
        check=True,
    )
    lines = done.stdout.splitlines()
    assert lines[0].startswith("R07-C None 12 ")
    assert "op een schaal van 0 tot 10, volgens 12 mensen." in lines[1]
    assert lines[2] == "R02-C afgeschermd None None None None"
    assert lines[3].startswith("Over dit onderwerp zijn er te weinig antwoorden om te tonen.")


def test_the_mean_is_the_one_pandas_gives():
    frame = pd.DataFrame({"C302": [5, 4, 2, 9, 3, 1], "C303": [4, 4, 9, 2, 3, 1]})
    rows = [
        answer(str(token), item, value) for item in frame for token, value in frame[item].items()
    ]
    scores = ((frame.where(frame != 9) - 1) / 4 * 10).mean(axis=1)
    cell = evaluation_table(counts_per_cell(rows, CELLS)).cells["R07-C"]
    assert (cell.n, cell.mean) == (6, pytest.approx(scores.mean()))


def test_of_a_form_sent_twice_the_latest_date_counts_whatever_the_order_of_the_rows():
    old = [answer("a", "C302", 1), answer("a", "C303", 1)]
    new = [answer("a", "C302", 5, "2026-11-09")]
    for rows in (old + new, new + old):
        assert counts_per_cell(rows, CELLS)[0].patterns == {(5, -1): 1}


def test_skipped_and_not_asked_are_not_the_same():
    rows = [answer("a", "C302", ""), answer("b", "C303", 4.0), answer("c", "C101", 10)]
    assert counts_per_cell(rows, CELLS)[0].patterns == {(None, -1): 1, (-1, 4): 1}


def test_missing_values_of_a_data_frame_are_skipped_questions():
    rows = pd.DataFrame([answer("a", "C101", 8), answer("b", "C101", None)]).to_dict("records")
    cells = pd.DataFrame(CELLS[2:]).replace("", float("nan")).to_dict("records")
    (found,) = counts_per_cell(rows, cells)
    assert found.patterns == {(8,): 1, (None,): 1}
    assert found.population is None


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (answer("a", "C302", "vier"), "'vier' is not a whole number"),
        (answer("a", "C302", "4.5"), "'4.5' is not a whole number"),
        ({"token": "a", "value": "4"}, "no column item"),
    ],
)
def test_a_row_that_cannot_be_read_is_said(row, said):
    with pytest.raises(AnswerRowError, match=said):
        counts_per_cell([row], CELLS)
