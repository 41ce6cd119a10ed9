"""The catalogue as a whole: versions, coverage, checksums, readability and speed."""

import doctest
import importlib
import pkgutil
import shutil
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

import survey_app.questionnaire
from survey_app.questionnaire.definition import Circumstances, UnknownQuestionnaire
from survey_app.questionnaire.files.coverage import cells_of, prove_coverage, questionnaires_of
from survey_app.questionnaire.files.freezing import checksum
from survey_app.questionnaire.files.readability import report
from survey_app.questionnaire.framework import Cell
from survey_app.questionnaire.loading import load_catalogue
from survey_app.questionnaire.routing import questions_for

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "questionnaires"


@pytest.fixture
def folder(tmp_path):
    return Path(shutil.copytree(FOLDER, tmp_path / "questionnaires"))


def new_version(folder, **changes):
    """Write K3-TIJDENS version 2 beside version 1, with some words changed."""
    text = (folder / "k3-tijdens.v1.toml").read_text().replace("version = 1", "version = 2", 1)
    for old, new in changes.values():
        text = text.replace(old, new, 1)
    (folder / "k3-tijdens.v2.toml").write_text(text)
    return load_catalogue(folder)


def test_all_fifteen_questionnaires_are_there(catalogue):
    assert len(catalogue.questionnaires) == 15
    assert catalogue.questionnaire("K3-TIJDENS", 1) is catalogue.latest("K3-TIJDENS")


@pytest.mark.parametrize(("code", "version"), [("K9", 1), ("K3-TIJDENS", 2)])
def test_an_unknown_questionnaire_or_version_is_named(catalogue, code, version):
    with pytest.raises(UnknownQuestionnaire, match=f"{code} version {version}"):
        catalogue.questionnaire(code, version)
    with pytest.raises(UnknownQuestionnaire, match="K9"):
        catalogue.latest("K9")


def test_changed_words_are_a_new_version_beside_the_old_one(folder):
    catalogue = new_version(folder, words=("Hoe goed luistert", "Hoe luistert"))
    old, new = (catalogue.questionnaire("K3-TIJDENS", version) for version in (1, 2))
    assert catalogue.latest("K3-TIJDENS") is new
    assert old.question("C302").text != new.question("C302").text
    assert checksum(old) != checksum(new)
    assert prove_coverage(catalogue) == []


def test_a_cell_is_fed_by_the_newest_version_only(folder):
    catalogue = new_version(folder, cell=('cells = ["R06-C"]', ""))
    assert prove_coverage(catalogue) == ["R06-C: no question and no figure feeds it"]


def test_all_47_cells_of_tabel_1_are_fed(catalogue):
    assert prove_coverage(catalogue) == []
    assert len(catalogue.framework.cells) == 47
    for cell in catalogue.framework.cells:
        assert len(questionnaires_of(catalogue, cell.code)) == (1 if cell.questions else 0)


def test_the_proof_fails_when_a_cell_is_not_fed_or_fed_by_others(catalogue):
    def with_cell(cell):
        cells = tuple(cell if c.code == cell.code else c for c in catalogue.framework.cells)
        return replace(catalogue, framework=replace(catalogue.framework, cells=cells))

    empty = Cell("R15-G", "R15", "G", (), ())
    assert prove_coverage(with_cell(empty)) == ["R15-G: no question and no figure feeds it"]
    wrong = Cell("R07-C", "R07", "C", ("C302",), ())
    assert "R07-C" in prove_coverage(with_cell(wrong))[0]


def test_the_cells_of_a_questionnaire_hold_its_questions_in_order(catalogue):
    cells = cells_of(catalogue.latest("K3-TIJDENS"))
    assert cells["R07-C"] == ("C302", "C303")
    assert catalogue.framework.cell("R08-G") == Cell(
        "R08-G", "R08", "G", ("G302", "G303"), ("F03",)
    )
    with pytest.raises(LookupError, match="R02-W"):
        catalogue.framework.cell("R02-W")


def test_a_checksum_changes_with_every_word_and_with_nothing_else(catalogue, folder):
    questionnaire = catalogue.latest("K3-TIJDENS")
    again = load_catalogue(folder).latest("K3-TIJDENS")
    assert again is not questionnaire
    assert checksum(again) == checksum(questionnaire)
    moved = replace(questionnaire, file="elsewhere.toml")
    assert checksum(moved) == checksum(questionnaire)
    first, *rest = questionnaire.questions
    for change in ({"text": "Anders?"}, {"drop": 9}, {"cells": ()}, {"options": ()}):
        changed = replace(questionnaire, questions=(replace(first, **change), *rest))
        assert checksum(changed) != checksum(questionnaire)
    background = replace(questionnaire, background=())
    assert checksum(background) != checksum(questionnaire)


def test_the_checksum_of_a_shipped_questionnaire_never_changes(catalogue):
    """An answered version is never edited: a change of words belongs in a new file."""
    frozen = dict(
        line.split() for line in (Path(__file__).parent / "checksums.txt").read_text().splitlines()
    )
    found = {f"{c}.v{v}": checksum(one) for (c, v), one in catalogue.questionnaires.items()}
    assert found == frozen


def test_steps_are_made_once_for_the_same_respondent(catalogue):
    one = questions_for(catalogue.latest("K3-TIJDENS"), Circumstances())
    assert questions_for(catalogue.latest("K3-TIJDENS"), Circumstances()) is one


def test_loading_everything_takes_less_than_a_tenth_of_a_second():
    def seconds():
        started = time.process_time()
        load_catalogue(FOLDER)
        return time.process_time() - started

    assert min(seconds() for _ in range(5)) < 0.1


def test_the_readability_report_points_at_file_and_line(catalogue):
    common = {"hoe", "goed", "houdt", "de", "gemeente", "u", "op", "hoogte", "luistert", "naar"}
    found = {r.code: r for r in report(catalogue, lambda w: 6.0 if w in common else 1.0)}
    assert set(found) == {q.code for one in catalogue.newest() for q in one.questions}
    simple = found["C301"]
    assert (simple.sentences, simple.words, simple.longest_sentence) == (1, 9, 9)
    assert simple.words_per_sentence == 9
    assert (simple.long_words, simple.rare_words) == ((), ())
    assert found["C302"].rare_words == ("uw", "contactpersoon")
    assert found["C302"].long_words == ("contactpersoon",)
    lines = (FOLDER / found["C302"].file).read_text().splitlines()
    assert lines[found["C302"].line - 1] == "[[questions]]"
    assert lines[found["C302"].line] == 'code = "C302"'


def test_places_in_braces_are_no_words_of_the_readability_report(catalogue):
    found = {r.code: r for r in report(catalogue, lambda word: 1.0)}
    assert "aanbieder" not in found["C304"].rare_words
    assert "doel" not in found["C403"].rare_words


def test_client_sentences_are_short_on_average_too(catalogue):
    clients = [r for r in report(catalogue, lambda word: 6.0) if r.party == "C"]
    assert max(r.longest_sentence for r in clients) <= 15
    assert sum(r.words for r in clients) / sum(r.sentences for r in clients) < 8


PREFIX = "survey_app.questionnaire."
MODULES = [
    module.name.removeprefix(PREFIX)
    for module in pkgutil.walk_packages(survey_app.questionnaire.__path__, PREFIX)
    if not module.ispkg
]


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_in_the_docstrings_are_true(name, monkeypatch):
    monkeypatch.chdir(ROOT)
    module = importlib.import_module(f"{PREFIX}{name}")
    assert doctest.testmod(module).failed == 0


@pytest.mark.parametrize("name", MODULES)
def test_the_package_imports_the_standard_library_only(name):
    source = (ROOT / f"{PREFIX}{name}".replace(".", "/")).with_suffix(".py").read_text()
    imports = [line for line in source.splitlines() if line.startswith(("import ", "from "))]
    names = {line.split()[1].partition(".")[0] for line in imports} - {"survey_app"}
    assert names <= set(sys.stdlib_module_names)
    others = [line for line in imports if line.startswith("from survey_app")]
    pure = ("survey_app.questionnaire.", "survey_app.operators.sentence ")
    assert all(any(name in line for name in pure) for line in others)
