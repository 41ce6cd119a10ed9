"""Languages: complete or not shown, places kept, and files that a bureau can work with."""

import shutil
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey_app.cli import main
from survey_app.config import QUESTIONNAIRES
from survey_app.errors import BadInput
from survey_app.questionnaire.definition import Catalogue
from survey_app.texts.po_file import format_po, parse_po, read_po
from survey_app.texts.translation_files import TranslationLine, judged, read_lines, write_sheet
from survey_app.texts.translations import (
    LANGUAGES,
    all_keys,
    fill,
    load_translations,
    same_places,
)

FOLDER = QUESTIONNAIRES / "translations"
texts = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the English catalogue."""
    shutil.copy(FOLDER / "en.po", tmp_path)
    return tmp_path


def change(folder: Path, old: str, new: str) -> None:
    path = folder / "en.po"
    content = path.read_text()
    assert old in content
    path.write_text(content.replace(old, new, 1))


@pytest.mark.parametrize("code", [path.stem for path in sorted(FOLDER.glob("*.po"))])
def test_every_language_says_everything(code: str, catalogue: Catalogue) -> None:
    assert code in LANGUAGES
    translations = load_translations(FOLDER, catalogue, offer_drafts=True)
    for questionnaire in catalogue.newest():
        assert translations.missing(questionnaire, code) == ()
        assert code in {language.code for language in translations.offered(questionnaire)}


def test_a_draft_translation_is_offered_in_a_synthetic_installation_only(
    catalogue: Catalogue, folder: Path
) -> None:
    questionnaire = catalogue.latest("K3-TIJDENS")
    for synthetic, expected in ((True, ["nl", "en"]), (False, ["nl"])):
        translations = load_translations(folder, catalogue, synthetic)
        assert [one.code for one in translations.offered(questionnaire)] == expected
    change(folder, "X-Status: concept", "X-Status: gecontroleerd")
    translations = load_translations(folder, catalogue, False)
    assert [one.code for one in translations.offered(questionnaire)] == ["nl", "en"]
    assert [one.code for one in translations.for_screens()] == ["nl", "en"]


@pytest.mark.parametrize(
    ("old", "new", "missing"),
    [
        ('msgctxt "C302"', 'msgctxt "C302x"', "C302"),
        ('msgctxt "button.next"', 'msgctxt "button.nextx"', "button.next"),
        ('msgctxt "SQ:5"', 'msgctxt "SQ:55"', "SQ:5"),
    ],
)
def test_a_questionnaire_with_a_missing_text_is_never_shown_half(
    old: str, new: str, missing: str, catalogue: Catalogue, folder: Path
) -> None:
    change(folder, old, new)
    translations = load_translations(folder, catalogue, True)
    questionnaire = catalogue.latest("K3-TIJDENS")
    assert translations.missing(questionnaire, "en") == (missing,)
    assert [one.code for one in translations.offered(questionnaire)] == ["nl"]


def test_an_unknown_status_is_refused(catalogue: Catalogue, folder: Path) -> None:
    change(folder, "X-Status: concept", "X-Status: klaar")
    with pytest.raises(BadInput, match=r"en\.po: X-Status"):
        load_translations(folder, catalogue, True)


@given(st.dictionaries(texts, st.tuples(texts, texts), min_size=1, max_size=5))
def test_a_po_file_comes_back_as_it_was_written(entries: dict[str, tuple[str, str]]) -> None:
    sources = {key: dutch for key, (dutch, _) in entries.items()}
    translated = {key: text for key, (_, text) in entries.items()}
    read = parse_po(format_po({"X-Status": "concept"}, sources, translated))
    assert (read.texts, read.sources) == (translated, sources)
    assert read.header["X-Status"] == "concept"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ('msgctxt "A"\nmsgid "x', "line 2: a text must stand between double quotes"),
        ('msgctxt "A"\nmsgid "x"\nmsgstr "\\q"', r"line 3: .* with a backslash"),
        ('msgctxt "A"\nmsgid "x"y"\nmsgstr ""', "line 2: a text must stand between double"),
        ('msgid "x"\nmsgstr "y"\nmsgstr "z"', "line 3: 'msgstr' is not expected"),
        ('msgctxt "A"\nmsgid "x"', "line 2: missing msgstr"),
        ('msgctxt "A"\nmsgid "x"\nmsgstr "y"\n\n"z"', "line 5: a text without"),
        ('msgctxt "A"\nmsgid "x"\nmsgstr[0] "y"', "line 3: 'msgstr\\[0\\]' is not expected"),
        ('"x"', "line 1: a text without"),
        ('msgctxt "A"\nmsgid ""\nmsgstr "y"\n\nmsgctxt "A"\nmsgid ""\nmsgstr "z"', "twice"),
    ],
)
def test_a_bad_po_file_is_refused_with_its_line(content: str, words: str) -> None:
    with pytest.raises(BadInput, match=words):
        parse_po(content)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_po_file_of_any_program_is_read(end: str) -> None:
    """Obsolete entries, places, long texts in pieces; Windows and old Mac ends of lines."""
    lines = [
        *('msgid ""', 'msgstr ""', '"X-Status: concept\\n"', "", "# said by a translator"),
        *("#: screen:1", 'msgctxt "A"', 'msgid ""', '"Ja, "', '"graag"', 'msgstr "Yes,"'),
        *('" please\\t\\"now\\" \\\\ "', "", '#~ msgid "weg"', '#~ msgstr "gone"', '#~ "x'),
    ]
    read = parse_po(end.join(lines))
    assert (read.texts, read.sources) == ({"A": 'Yes, please\t"now" \\ '}, {"A": "Ja, graag"})
    assert read.header == {"X-Status": "concept"}


def test_an_unsure_translation_does_not_count() -> None:
    read = parse_po('#, fuzzy\nmsgctxt "A"\nmsgid "Ja"\nmsgstr "Yes"')
    assert (read.texts, read.fuzzy) == ({}, ("A",))


def test_filling_in_evaluates_nothing() -> None:
    assert fill("{a} {a.__class__} {{7*7}} %s", a="<b>") == "<b> {a.__class__} {{7*7}} %s"
    assert same_places("{a} van {b}", "{b} of {a}")
    assert not same_places("{a}", "{b}")


def test_a_number_keeps_its_order_in_a_text_from_right_to_left() -> None:
    assert fill("اتصل {phone}.", phone="0182 00 00") == "اتصل \u20680182\u00a000\u00a000\u2069."
    assert fill("Bel {phone}.", phone="0182 00 00") == "Bel 0182\u00a000\u00a000."


def test_a_sheet_goes_to_the_bureau_and_back_and_holds_no_formula(tmp_path: Path) -> None:
    path = tmp_path / "en.xlsx"
    lines = [TranslationLine("A", "=1+1", "+cmd|' /C calc'!A0"), TranslationLine("B", "Nee", "")]
    write_sheet(path, lines)
    assert read_lines(path) == lines
    cells = [cell for row in openpyxl.load_workbook(path).active.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}


def test_what_comes_back_is_judged_line_by_line() -> None:
    dutch = {"A": "Bel {phone}.", "B": "Ja"}
    found, refused = judged(
        [
            TranslationLine("A", "Bel {phone}.", "Call us."),
            TranslationLine("B", "Jawel", "Yes"),
            TranslationLine("C", "x", "y"),
            TranslationLine("B", "Ja", " Yes "),
        ],
        dutch,
    )
    assert found == {"B": "Yes"}
    assert [sentence.partition(":")[0] for sentence in refused] == ["A", "B", "C"]


def test_the_command_exports_imports_all_or_nothing_and_counts(
    folder: Path, catalogue: Catalogue, capsys: pytest.CaptureFixture[str]
) -> None:
    place = ["--folder", str(folder), "--language", "en"]
    sheet = folder / "sheet.xlsx"
    assert main(["translations", *place, "--export", str(sheet)]) == 0
    before = (folder / "en.po").read_text()
    book = openpyxl.load_workbook(sheet)
    table = book.active
    assert table is not None
    assert table.max_row == len(all_keys(catalogue)) + 1
    table.cell(2, 1).value = "onbekend"
    book.save(sheet)
    assert main(["translations", *place, "--import", str(sheet)]) == 1
    assert (folder / "en.po").read_text() == before
    table.cell(2, 1).value = next(iter(all_keys(catalogue)))
    table.cell(2, 3).value = "Something else"
    book.save(sheet)
    status = ["--status", "gecontroleerd"]
    assert main(["translations", *place, "--import", str(sheet), *status]) == 0
    source = read_po(folder / "en.po")
    assert source.header["X-Status"] == "gecontroleerd"
    assert next(iter(source.texts.values())) == "Something else"
    assert main(["translations", "--folder", str(folder)]) == 0
    assert f"{len(all_keys(catalogue))} of {len(all_keys(catalogue))}" in capsys.readouterr().out
    assert main(["translations", "--export", "x.po"]) == 1


def test_a_sheet_with_an_easy_form_that_is_longer_is_refused_as_a_whole(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (folder / "en.po").read_text()
    sheet = folder / "back.po"
    key, long = "stop.explanation.easy", "We delete everything, really everything. " * 4
    source = read_po(folder / "en.po")
    sheet.write_text(format_po({}, {key: source.sources[key]}, {key: long}))
    place = ["--folder", str(folder), "--language", "en"]
    assert main(["translations", *place, "--import", str(sheet)]) == 1
    assert f"longer than the text it makes easy: {key}" in capsys.readouterr().err
    assert (folder / "en.po").read_text() == before
