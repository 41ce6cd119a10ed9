"""Importing a long answer file: every good row counts once, every bad row is named."""

import csv
import os
import random
import tracemalloc
from collections import Counter
from contextlib import suppress
from pathlib import Path

import pytest
from sqlalchemy import select

from survey_app.cli import main
from survey_app.database import reading
from survey_app.errors import BadInput, WaveClosed
from survey_app.intake.importing import Imported, import_answers, import_parts
from survey_app.intake.services import close_wave
from survey_app.intake.sheets import COLUMNS
from survey_app.intake.storing import counts_of
from survey_app.models import InboxItem
from survey_app.stores.spool import Spool
from tests.intake.conftest import Field

Row = tuple[str, str, str, str, str, str]


def rows_of(token: str, form: str, date: str = "2026-11-05", **answers: str) -> list[Row]:
    return [(token, form, item, value, date, "web") for item, value in answers.items()]


def write(field: Field, rows: list[Row], name: str = "antwoorden.csv") -> Path:
    path = field.folder / name
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(COLUMNS)
        writer.writerows(rows)
    return path


def patterns(field: Field) -> dict[tuple[str, ...], int]:
    close_wave(field.installation, field.wave)
    with reading(field.installation.engine) as session:
        counted = counts_of(session, field.wave_id)["pattern_count"]
    return {key[:2]: n for key, n in counted.items() if key[2] == ""}


def test_sheets_are_counted_like_answers_from_the_web(field: Field) -> None:
    rows = rows_of("p1", "K3-TIJDENS", C302="5", C303="", C310="1", C311="4")
    rows += rows_of("p2", "K3-TIJDENS", C302="9", C303="4.0", C310="2")
    rows += rows_of("p1", "ACHTERGROND", B1="2", B2="5")
    imported = import_answers(field.installation, write(field, rows), field.wave)
    assert (imported.rows, imported.sheets, imported.refused) == (9, 2, [])
    assert patterns(field) == {("R07-C", "5,"): 1, ("R07-C", "9,4"): 1, ("R11-C", "4"): 1}


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (("p1", "K3-TIJDENS", "C302", "7", "2026-11-05", "web"), "C302 waarde '7': Kies een van"),
        (("p1", "K3-TIJDENS", "C302", "ja", "2026-11-05", "web"), "C302 waarde 'ja': Kies een"),
        (("p1", "K3-TIJDENS", "C999", "4", "2026-11-05", "web"), "staat niet in K3-TIJDENS"),
        (("p1", "K9", "C302", "4", "2026-11-05", "web"), "bestaat niet"),
        (("p1", "K3-TIJDENS", "C302", "4", "2026-12-05", "web"), "valt buiten de meting"),
        (("p1", "K3-TIJDENS", "C302", "4", "gisteren", "web"), "is geen datum"),
        (("p1", "K3-TIJDENS", "C302", "4", "31-11-2026", "web"), "is geen datum"),
        (("p1", "ACHTERGROND", "B1", "2", "2026-11-05", "web"), "B1 geen vragenlijst met dezelfde"),
        (("p1", "K3-TIJDENS", "C302", "4", "2026-11-05", "duif"), "is onbekend"),
        (("", "K3-TIJDENS", "C302", "4", "2026-11-05", "web"), "geen code"),
        (("p1", "K3-TIJDENS", "C311", "4", "2026-11-05", "web"), "niet gesteld"),
    ],
)
def test_a_bad_row_is_refused_with_its_reason_and_the_good_ones_stay(
    field: Field, row: Row, words: str
) -> None:
    rows = [*rows_of("p2", "K3-TIJDENS", C302="4", C303="4"), row]
    imported = import_answers(field.installation, write(field, rows), field.wave)
    assert imported.sheets == 1
    (refused,) = imported.refused
    assert refused.row == 4
    assert words in f"{refused.item} {refused.reason}"
    assert patterns(field) == {("R07-C", "4,4"): 1}


def test_the_latest_sheet_of_one_person_counts(field: Field) -> None:
    rows = rows_of("p1", "K3-TIJDENS", date="2026-11-20", C302="1", C303="1")
    rows += rows_of("p1", "K3-TIJDENS", date="2026-11-05", C302="5", C303="5")
    imported = import_answers(field.installation, write(field, rows), field.wave)
    assert [refused.row for refused in imported.refused] == [4, 5]
    assert patterns(field) == {("R07-C", "1,1"): 1}


def test_dates_may_be_written_as_a_dutch_spreadsheet_writes_them(field: Field) -> None:
    rows = rows_of("p1", "K3-TIJDENS", date="5-11-2026", C302="1", C303="1")
    rows += rows_of("p1", "K3-TIJDENS", date="12-11-2026 00:00", C302="5", C303="5")
    imported = import_answers(field.installation, write(field, rows), field.wave)
    assert [refused.row for refused in imported.refused] == [2, 3]
    assert patterns(field) == {("R07-C", "5,5"): 1}


def test_refused_rows_of_a_file_become_no_formulas(
    field: Field, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    config = field.installation.config
    monkeypatch.setenv("TRAJECTSPIEGEL_HOME", str(config.home))
    monkeypatch.setenv("DATABASE_URL", config.database_url)
    path = write(field, rows_of("p1", '=HYPERLINK("x")', C302="1"))
    assert main(["import-answers", str(path), "--wave", field.wave]) == 1
    listed = capsys.readouterr().out.split("all refused rows: ")[1].splitlines()[0]
    with Path(listed).open(encoding="utf-8-sig", newline="") as stream:
        assert list(csv.reader(stream, delimiter=";"))[1][1] == '\'=HYPERLINK("x")'


def test_the_same_file_twice_doubles_nothing(field: Field) -> None:
    path = write(field, rows_of("p1", "K3-TIJDENS", C302="4", C303="4"))
    import_answers(field.installation, path, field.wave)
    again = import_answers(field.installation, path, field.wave)
    assert again.sheets == 0
    assert "al ingeleverd" in again.refused[0].reason
    assert patterns(field) == {("R07-C", "4,4"): 1}


def test_the_first_background_stays(field: Field) -> None:
    rows = rows_of("p1", "ACHTERGROND", date="2026-11-20", B1="1")
    rows += rows_of("p1", "ACHTERGROND", date="2026-11-05", B1="2")
    rows += rows_of("p1", "K3-TIJDENS", C302="4")
    import_answers(field.installation, write(field, rows), field.wave)
    close_wave(field.installation, field.wave)
    with reading(field.installation.engine) as session:
        counted = counts_of(session, field.wave_id)["response_count"]
    assert counted["K3-TIJDENS", "doelgroep", "2"] == 1
    assert ("K3-TIJDENS", "doelgroep", "1") not in counted


def test_a_file_without_a_column_is_refused_whole(field: Field) -> None:
    path = field.folder / "fout.csv"
    path.write_text("token;form;value\n1;K3-TIJDENS;4\n")
    with pytest.raises(BadInput, match="'item' is missing"):
        import_answers(field.installation, path, field.wave)


def test_a_closed_wave_takes_no_file(field: Field) -> None:
    close_wave(field.installation, field.wave)
    with pytest.raises(WaveClosed):
        import_answers(field.installation, write(field, []), field.wave)


def test_a_file_without_rows_is_refused(field: Field) -> None:
    with pytest.raises(BadInput, match="no rows"):
        import_answers(field.installation, write(field, []), field.wave)


def test_a_row_with_more_fields_than_columns_is_refused(field: Field) -> None:
    rows = [(*rows_of("p1", "K3-TIJDENS", C302="5")[0], "nog iets")]
    done = import_answers(field.installation, write(field, rows), field.wave)  # type: ignore[arg-type]
    assert [(one.row, "meer in deze rij" in one.reason) for one in done.refused] == [(2, True)]
    assert done.sheets == 0


# Files as offices make them (tests/finds).


def find(field: Field, name: str) -> Imported:
    """The file as it was found, with its days in this wave."""
    text = (Path(__file__).parents[1] / "finds" / f"{name}.csv").read_text(encoding="utf-8")
    path = field.folder / f"{name}.csv"
    path.write_text(text, encoding="utf-8")
    return import_answers(field.installation, path, field.wave)


def test_a_sheet_is_taken_whole_or_not_at_all_and_a_corrected_file_is_taken(field: Field) -> None:
    wrong = find(field, "07a-one-wrong-row")
    assert wrong.sheets == 0
    assert [refused.row for refused in wrong.refused] == [2, 3]
    assert "een andere rij van dit antwoordenblad" in wrong.refused[0].reason
    right = find(field, "07b-corrected")
    assert (right.sheets, right.refused) == (1, [])
    with reading(field.installation.engine) as session:
        assert len(session.scalars(select(InboxItem.id)).all()) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        ("p1", "ACHTERGROND", "B1", "77", "2026-11-05", "web"),
        ("p1", "K3-TIJDEN", "C303", "4", "2026-11-05", "web"),
        ("p1", "K3-TIJDENS", "C303", "4", "2026-11-05", "duif"),
        ("p1", "K3-TIJDENS", "C302", "4", "2026-11-05", "web"),
    ],
)
def test_whatever_is_wrong_with_a_row_its_sheet_waits_for_the_corrected_file(
    field: Field, wrong: Row
) -> None:
    rows = [*rows_of("p1", "K3-TIJDENS", C302="4"), wrong, *rows_of("p2", "K3-TIJDENS", C302="5")]
    done = import_answers(field.installation, write(field, rows), field.wave)
    assert done.sheets == 1
    assert {refused.row for refused in done.refused} == {2, 3}


@pytest.mark.parametrize(
    ("token", "words"),
    [
        ("1,23457E+15", "verloor cijfers in een rekenblad"),
        ("1.23457e+15", "maak van de kolom tekst"),
        ("123456789012345000", "verloor cijfers"),
        ("111222333", "lijkt een BSN"),
        ("١١١٢٢٢٣٣٣", "lijkt een BSN"),
        ("10000008", "lijkt een BSN"),
    ],
)
def test_a_token_that_cannot_be_a_code_of_one_person_is_refused(
    field: Field, token: str, words: str
) -> None:
    path = write(field, rows_of(token, "K3-TIJDENS", C302="4"))
    done = import_answers(field.installation, path, field.wave)
    assert done.sheets == 0
    assert words in done.refused[0].reason


def test_tokens_that_a_spreadsheet_damaged_never_become_one_person(field: Field) -> None:
    assert [refused.row for refused in find(field, "06-tokens-scientific").refused] == [2, 3, 4]


def test_rows_of_one_sheet_on_two_days_are_one_sheet_and_that_is_told(field: Field) -> None:
    rows = rows_of("p1", "K3-TIJDENS", date="2026-11-05", C302="5")
    rows += rows_of("p1", "K3-TIJDENS", date="2026-11-06", C303="4")
    done = import_answers(field.installation, write(field, rows), field.wave)
    assert (done.sheets, done.refused) == (1, [])
    assert "2 datums voor één code" in done.remarks[0].reason
    assert patterns(field) == {("R07-C", "5,4"): 1}


@pytest.mark.parametrize("mark", ["\u200b", "\ufeff", " ", "\u00a0"])
def test_marks_that_nobody_sees_make_no_other_person_or_question(field: Field, mark: str) -> None:
    path = write(field, [*rows_of(f"p1{mark}", f"{mark}K3-TIJDENS", C302=f"5{mark}")])
    assert import_answers(field.installation, path, field.wave).sheets == 1
    again = write(field, rows_of("p1", "K3-TIJDENS", C302="5"))
    assert (
        "al ingeleverd" in import_answers(field.installation, again, field.wave).refused[0].reason
    )


@pytest.mark.parametrize("value", ["2", "2.0", "Nee", " nee ", "NEE", "２"])
def test_an_answer_may_stand_there_in_its_own_words(field: Field, value: str) -> None:
    path = write(field, rows_of("p1", "K3-TIJDENS", C310=value))
    assert import_answers(field.installation, path, field.wave).refused == []


def test_a_refused_answer_tells_what_is_expected(field: Field) -> None:
    path = write(field, rows_of("p1", "K3-TIJDENS", C310="misschien"))
    (refused,) = import_answers(field.installation, path, field.wave).refused
    assert "Verwacht: 1 (Ja), 2 (Nee)" in refused.reason


# Long files: read in heaps, each with all of some of the people.


@pytest.fixture
def small_heaps(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that a short file is a long one."""
    monkeypatch.setattr("survey_app.intake.importing.BYTES_PER_HEAP", 2000)
    monkeypatch.setattr("survey_app.intake.importing.SHEETS_PER_COMMIT", 3)
    monkeypatch.setattr("survey_app.stores.spool.ROWS_PER_BLOCK", 4)


def scattered(people: int) -> list[Row]:
    """The first question of everybody, then the second one: no sheet stands together."""
    chance = random.Random(7)
    items = [("C302", chance), ("C303", chance)]
    rows = [
        rows_of(f"p{person}", "K3-TIJDENS", **{item: str(draw.randint(1, 5))})[0]
        for item, draw in items
        for person in range(people)
    ]
    rows[5] = (*rows[5][:3], "77", *rows[5][4:])  # a wrong answer: that person's sheet waits
    return rows


def test_a_long_file_gives_what_a_short_one_gives_in_whatever_order_its_rows_stand(
    field: Field, small_heaps: None
) -> None:
    rows = scattered(200)
    path = write(field, rows)
    parts = list(import_parts(field.installation, path, field.wave))
    assert len(parts) > 5
    assert sum(part.sheets for part in parts) == 199
    assert sum(part.rows for part in parts) == 400
    refused = [one.row for part in parts for one in part.refused]
    assert sorted(refused) == [7, 207]
    values: dict[str, list[str]] = {row[0]: [] for row in rows}
    for token, _, _, value, *_ in rows:
        values[token].append(value)
    told = Counter(("R07-C", f"{a},{b}") for a, b in values.values() if a != "77")
    assert patterns(field) == dict(told)


def test_an_import_that_was_cut_off_goes_on_where_it_was(field: Field, small_heaps: None) -> None:
    path = write(field, scattered(60))
    parts = import_parts(field.installation, path, field.wave)
    taken = next(parts).sheets + next(parts).sheets
    parts.close()  # type: ignore[attr-defined] # it is a generator
    assert 0 < taken < 59
    again = import_answers(field.installation, path, field.wave)
    assert taken + again.sheets == 59
    assert sum("al ingeleverd" in one.reason for one in again.refused) == 2 * taken


def test_a_file_that_breaks_off_stores_nothing(field: Field, small_heaps: None) -> None:
    path = write(field, scattered(60))
    path.write_text(path.read_text(encoding="utf-8") + 'p9,K3-TIJDENS,"C304\n', encoding="utf-8")
    with pytest.raises(BadInput, match="not closed"):
        import_answers(field.installation, path, field.wave)
    with reading(field.installation.engine) as session:
        assert session.scalars(select(InboxItem.id)).all() == []


def test_a_wave_that_closes_meanwhile_takes_no_more(field: Field, small_heaps: None) -> None:
    parts = import_parts(field.installation, write(field, scattered(60)), field.wave)
    next(parts)
    close_wave(field.installation, field.wave)
    with pytest.raises(WaveClosed):
        list(parts)


def test_every_refused_row_of_a_long_file_is_listed_in_its_order(
    field: Field,
    small_heaps: None,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    config = field.installation.config
    monkeypatch.setenv("TRAJECTSPIEGEL_HOME", str(config.home))
    monkeypatch.setenv("DATABASE_URL", config.database_url)
    path = write(field, scattered(60))
    import_answers(field.installation, path, field.wave)
    assert main(["import-answers", str(path), "--wave", field.wave]) == 1
    said = capsys.readouterr().out
    assert "120 rows read, 0 answer sheets taken, 120 rows refused" in said
    listed = said.split("all refused rows: ")[1].splitlines()[0]
    with Path(listed).open(encoding="utf-8-sig", newline="") as stream:
        assert [int(row[0]) for row in list(csv.reader(stream, delimiter=";"))[1:]] == [
            *range(2, 122)
        ]


def is_nameless(descriptor: Path, folder: Path) -> bool:
    with suppress(OSError):
        place = os.readlink(descriptor)
        return place.startswith(str(folder)) and place.endswith("(deleted)")
    return False


def test_what_is_set_aside_on_the_disk_can_be_read_by_nobody_else(
    field: Field, small_heaps: None
) -> None:
    home = field.installation.config.home
    before = set(home.iterdir())
    with Spool(home) as spool:
        for number in range(9):
            spool.add(number % 2, (number, "geheim"))
        assert set(home.iterdir()) == before
        assert [row[0] for row in spool.rows(0)] == [0, 2, 4, 6, 8]
        (file,) = (one for one in Path("/proc/self/fd").iterdir() if is_nameless(one, home))
        written = file.read_bytes()
    assert len(written) > 100
    assert b"geheim" not in written


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_memory_does_not_grow_with_the_rows(field: Field, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("survey_app.intake.importing.BYTES_PER_HEAP", 20_000)
    most = []
    for people in (200, 500, 2000):  # the first time things are loaded that stay
        path = write(field, scattered(people), f"{people}.csv")
        tracemalloc.start()
        for _ in import_parts(field.installation, path, field.wave):
            pass
        most.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert most[2] < 1.6 * most[1]
