"""Line breaks and double spaces of a figure file, as they come back in the open spreadsheet."""

from pathlib import Path

from odf.teletype import extractText

from survey_app.documents.tabular import read_lines
from survey_app.evaluation.figures.file import read_figures
from survey_app.evaluation.files.ods import _cell

FIND = Path(__file__).parents[1] / "finds" / "13-figures-newlines.csv"


def test_line_breaks_and_double_spaces_survive() -> None:
    (line,) = read_figures(read_lines(FIND, ()), {"F12"}).lines
    assert line.label == "Kosten   per   traject"
    assert line.explanation == "regel een\nregel twee\n\nregel vier"
    for text in (line.label, line.explanation):
        cell = _cell(text, None)
        assert "\n".join(extractText(one) for one in cell.childNodes) == text
    assert [one.tagName for one in _cell(line.explanation, None).childNodes] == ["text:p"] * 4
