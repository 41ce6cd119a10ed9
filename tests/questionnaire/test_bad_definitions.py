"""A bad file is refused before anybody can be asked anything, with file, line and reason."""

import re
import shutil
import time
from pathlib import Path

import pytest

from survey_app.questionnaire.files.reading import MAX_BYTES, DefinitionError
from survey_app.questionnaire.loading import load_catalogue

SHIPPED = Path(__file__).parents[2] / "questionnaires"
BAD = sorted((Path(__file__).parent / "bad").glob("*.toml"))
NAME = "t-test.v1.toml"
HEAD = (
    'code = "T-TEST"\nversion = 1\nparty = "C"\nphase = "tijdens"\nstore = "answers"\n'
    'title = "Test"\nmoment = "nooit"\n'
)
QUESTION = '[[questions]]\ncode = "Q{}"\nscale = "OPEN"\ntext = "Hoe?"\n'


@pytest.fixture
def folder(tmp_path):
    """A folder with the shipped definitions, to spoil one of them."""
    return Path(shutil.copytree(SHIPPED, tmp_path / "questionnaires"))


def refusal(folder):
    started = time.process_time()
    with pytest.raises(DefinitionError) as caught:
        load_catalogue(folder)
    assert time.process_time() - started < 2
    return caught.value


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_a_bad_questionnaire_is_refused_with_file_line_and_reason(folder, path):
    expected = re.match(r"# line (\d+): (.*)", path.read_text())
    (folder / NAME).write_text(path.read_text())
    error = refusal(folder)
    assert error.file == NAME
    assert expected[2] in error.reason
    assert error.line == int(expected[1])
    assert str(error).startswith(NAME)


def test_the_same_questionnaire_without_the_fault_is_accepted(folder):
    (folder / NAME).write_text(HEAD + QUESTION.format(1))
    assert load_catalogue(folder).latest("T-TEST").codes == ("Q1",)


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"a = 1\n" * (MAX_BYTES // 6 + 1), "larger than"),
        ((HEAD + "".join(QUESTION.format(n) for n in range(501))).encode(), "more than 500"),
        (b"deep = " + b"\n".join([b"[" * 900] * 300), "nested too deep"),
        (b"\n".join([b".".join([b"a"] * 450) + b" = 1"] * 1000), "more than twelve parts"),
        (b"deep = " + b"{a = " * 150 + b"1" + b"}" * 150, "unknown key 'deep'"),
        (b"long = '" + b"x" * 3000 + b"'", "longer than"),
        (b"title = '\xff'", "not UTF-8 text"),
        (b"title = '\x00'", "not TOML"),
        (b"day = 2026-02-31", "not TOML"),
        (b"", "code is missing"),
    ],
    ids=[
        "large",
        "many",
        "deep",
        "dotted",
        "inline",
        "long",
        "not_utf8",
        "nul",
        "no_such_day",
        "empty",
    ],
)
def test_a_bomb_or_rubbish_is_refused_within_two_seconds(folder, raw, reason):
    (folder / NAME).write_bytes(raw)
    error = refusal(folder)
    assert error.file == NAME
    assert reason in error.reason


def test_five_hundred_questions_are_still_accepted(folder):
    (folder / NAME).write_text(HEAD + "".join(QUESTION.format(n) for n in range(500)))
    assert len(load_catalogue(folder).latest("T-TEST").questions) == 500


@pytest.mark.parametrize(
    ("name", "old", "new", "reason"),
    [
        ("framework/tabel1.toml", 'code = "R02"', 'code = "R01"', "duplicate code"),
        ("framework/tabel1.toml", 'phase = "post"', 'phase = "later"', "unknown phase 'later'"),
        ("framework/tabel1.toml", '["G", "W"]', '["G", "X"]', "parties must name parties"),
        ("framework/figures.toml", 'code = "F02"', 'code = "F01"', "duplicate code"),
        ("framework/figures.toml", '"R15-G"]', '"R15-C"]', "Tabel 1 has no cell R15-C"),
        ("framework/documents.toml", 'name = "Beleid vrijwilligerswerk"', "", "name is missing"),
        ("framework/deeladviezen.toml", '"C203"', '"C293"', "evidence C293 does not exist"),
        ("framework/deeladviezen.toml", '"R04-W"', '"R02-W"', "Tabel 1 has no cell R02-W"),
        ("framework/norms.toml", '"U04.3"', '"U04.3", colour = "red"', "unknown key 'colour'"),
        ("framework/norms.toml", '["G606"]', '["G699"]', "evidence G699 does not exist"),
        ("scales.toml", "[LADDER]", "[LADER]", "unknown key 'LADER'"),
        ("scales.toml", "value = 4", "value = 5", "with different values"),
        ("interface.toml", 'begin = "Begin"', 'begin = ""', "begin is empty"),
        ("interface.toml", 'begin = "Begin"', "begin = 3", "begin must be a text"),
        ("interface.toml", '"Begin"', f'"{"woord " * 16}"', "more than 15 words"),
        (
            "interface.toml",
            '"Wij wissen dan alles. Wij versturen niets."',
            '"Wij wissen dan alles wat u heeft ingevuld. Wij versturen dan niets."',
            "stop.explanation.easy: the easy form is not shorter",
        ),
        (
            "interface.toml",
            'begin = "Begin"',
            'begin = "Begin"\n"start.easy" = "Start"',
            "button.start.easy: an easy form of a text that is not there",
        ),
    ],
)
def test_a_bad_framework_scale_or_interface_is_refused(folder, name, old, new, reason):
    path = folder / name
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))
    error = refusal(folder)
    assert error.file == path.name
    assert reason in f"{error.where}: {error.reason}"


@pytest.mark.parametrize("name", ["scales.toml", "interface.toml", "framework/tabel1.toml"])
def test_a_missing_file_is_named(folder, name):
    (folder / name).unlink()
    error = refusal(folder)
    assert error.file == Path(name).name
    assert "cannot be read" in error.reason


def test_a_consent_may_be_asked_in_two_questionnaires_only_in_the_same_words(folder):
    path = folder / "w2-aanvang.v1.toml"
    path.write_text(path.read_text().replace("met een code, niet", "met een cijfer, niet"))
    error = refusal(folder)
    assert (error.file, error.where) == ("w2-aanvang.v1.toml", "T-LINK")
