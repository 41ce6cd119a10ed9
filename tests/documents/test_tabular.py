"""Delimited files as people and spreadsheets make them: read whole, or refused in words."""

from pathlib import Path

import pytest

from survey_app.documents.tabular import read_lines
from survey_app.errors import BadInput

COLUMNS = ("naam", "plaats")


def rows(tmp_path: Path, content: str | bytes) -> list[tuple[int, dict[str, str]]]:
    path = tmp_path / "people.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return [(line.number, line.fields) for line in read_lines(path, COLUMNS)]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("first", ["", "sep={}\n", "sep={}\r\n", "\ufeffSEP={}\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_every_separator_is_found_also_when_excel_names_it(
    tmp_path: Path, separator: str, first: str, encoding: str
) -> None:
    text = first.format(separator) + f"Naam{separator}Plaats\nZoë{separator}Waddinxveen\n"
    found = rows(tmp_path, text.encode(encoding))
    assert [fields for _, fields in found] == [{"naam": "Zoë", "plaats": "Waddinxveen"}]


def test_a_row_keeps_the_number_it_has_in_the_file(tmp_path: Path) -> None:
    assert [number for number, _ in rows(tmp_path, "naam;plaats\na;b\n\nc;d\n")] == [2, 4]
    assert [number for number, _ in rows(tmp_path, 'naam;plaats\n"a\na";b\nc;d\n')] == [2, 3]


def test_a_line_end_between_quotes_belongs_to_the_field(tmp_path: Path) -> None:
    assert rows(tmp_path, 'naam,plaats\n"een\ntwee ""x""",b\n')[0][1]["naam"] == 'een\ntwee "x"'


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("naam,plaats,Naam\na,b,c\n", "column 'naam' stands there twice"),
        ('naam,plaats\na,b\n"c,d\ne,f\n', r"row 3: a quotation mark .* is not closed"),
        ("naam,plaats\na," + "x" * 200_000, "row 2: a field is longer than 131072"),
        (b"\xff\xfen", "not a text file"),
        ("naam\na\n", "column 'plaats' is missing"),
        ("", "column 'naam' is missing"),
        ('"naam,plaats\na,b\n', "quotation mark"),
    ],
)
def test_what_is_no_table_is_refused_with_the_place(
    tmp_path: Path, content: str | bytes, words: str
) -> None:
    with pytest.raises(BadInput, match=words):
        rows(tmp_path, content)


def test_a_quotation_mark_within_a_field_is_only_a_mark(tmp_path: Path) -> None:
    assert rows(tmp_path, 'naam,plaats\nJan "de Wit",b\n')[0][1]["naam"] == 'Jan "de Wit"'
