"""`trajectspiegel check` on copies of the questionnaires: valid as shipped, refused when broken."""

import shutil
from pathlib import Path

import pytest

from survey_app.cli import main
from survey_app.config import QUESTIONNAIRES


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(QUESTIONNAIRES, tmp_path / "questionnaires"))


def test_what_is_shipped_is_valid_and_feeds_every_cell(
    copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", "--folder", str(copy)]) == 0
    assert "47 cells: every cell is fed" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("file", "old", "new", "words"),
    [
        ("k3-tijdens.v1.toml", 'code = "C302"', 'code = "C301"', ":19: C301: duplicate code"),
        ("k3-tijdens.v1.toml", 'scale = "SQ"', 'scale = "SZ"', "unknown scale 'SZ'"),
        ("k3-tijdens.v1.toml", '"R06-C"', '"R99-C"', "R99-C"),
        ("k3-tijdens.v1.toml", 'cells = ["R06-C"]\n', "", "cannot be filled: R06-C"),
        ("framework/tabel1.toml", "", None, "parties is missing"),
        ("scales.toml", "", None, "scales.toml: SQ is missing"),
        ("interface.toml", "", None, "has no Dutch text any more"),
        (
            "k3-tijdens.v1.toml",
            'easy = "Vriendelijk, met respect."',
            'easy = "Denk dan aan: vriendelijk en met respect."',
            "C303: the easy form is not shorter",
        ),
        (
            "translations/en.po",
            'msgstr "Then we delete everything. We send nothing."',
            f'msgstr "Then we delete everything. {"We send nothing. " * 4}"',
            "en.po: 'stop.explanation.easy' is longer than the text that it makes easy",
        ),
        ("translations/en.po", "\nmsgctxt", "\nmsgnonsense", "en.po, line"),
    ],
)
def test_a_broken_file_is_refused_in_one_sentence_with_its_place(
    copy: Path,
    capsys: pytest.CaptureFixture[str],
    file: str,
    old: str,
    new: str | None,
    words: str,
) -> None:
    path = copy / file
    content = path.read_text(encoding="utf-8")
    assert old in content
    path.write_text("" if new is None else content.replace(old, new, 1), encoding="utf-8")
    assert main(["check", "--folder", str(copy)]) == 1
    said = capsys.readouterr().err
    assert words in said
    assert len(said.splitlines()) == 1
