"""A page that is rendered once shows nobody what is another's."""

import gzip
import re
from collections.abc import Mapping

import pytest

from survey_app.respond.answering.kept_pages import MARKS, MOST_PAGES, KeptPage, KeptPages
from tests.respond.conftest import Fieldwork, NewRespondent


def test_two_people_on_the_same_question_share_words_and_nothing_else(
    fieldwork: Fieldwork, someone: NewRespondent
) -> None:
    one, other = (someone().start(fieldwork.invite().token) for _ in range(2))
    one.answer("4").open("/vraag/C301")
    one.press("Volgende", answer="2").open("/vraag/C301")
    other.open("/vraag/C301")
    assert (one.chosen, other.chosen) == (["2"], [])
    for name, expected in (("revision", ("2", "0")), ("proof", None), ("key", None)):
        values = tuple(
            str(person.html.select(f"input[name={name}]")[0]["value"]) for person in (one, other)
        )
        assert values[0] != values[1]
        assert expected in (None, values)
        assert not any("@@" in value for value in values)


def test_a_preference_or_a_change_of_path_gives_another_page(
    fieldwork: Fieldwork, someone: NewRespondent
) -> None:
    plain, large = (someone().start(fieldwork.invite().token) for _ in range(2))
    large.press("Groter").open("/vraag/C301")
    assert "ts-large" in str(large.html.html)
    assert "ts-large" not in str(plain.open("/vraag/C301").html.html)
    large.answer_all().open("/vraag/C301")
    assert "Vraag 1 van 13" in large.words
    while plain.path != "/vraag/C310":
        plain.answer("4")
    plain.answer("2").open("/vraag/C301")
    assert "Vraag 1 van 12" in plain.words


def test_what_is_kept_is_bounded_and_filled_in_per_person() -> None:
    kept = KeptPages()
    made: list[int] = []

    def rendered(marks: Mapping[str, str]) -> str:
        made.append(1)
        return " ".join(marks.values())

    for number in range(MOST_PAGES + 1):
        own = {name: f"{name}{number}" for name in MARKS}
        for _ in range(2):
            body = kept.page(number, None, rendered).plain(own)
        assert body.decode() == f"proof{number} revision{number} key{number}"
    assert len(made) == MOST_PAGES + 1
    assert len(kept._pages) == 1


@pytest.mark.parametrize("mark_at", ["middle", "both ends", "nowhere", "one after another"])
def test_what_was_packed_before_unpacks_to_the_page_of_each_person(mark_at: str) -> None:
    words = "".join(
        f"<p>Vraag {number}: wat vindt u? Wij lezen ሰላም.</p>\n" for number in range(900)
    )
    page = KeptPage(
        {
            "middle": f"{words}@@proof@@{words}@@revision@@{words}",
            "both ends": f"@@proof@@{words}@@key@@",
            "nowhere": words,
            "one after another": f"{words}@@proof@@@@revision@@@@key@@@@proof@@{words}",
        }[mark_at]
    )
    for revision in ("0", "9", "10", "123"):
        for key in ("0" * 12, "a1b2c3d4e5f6", "\x00" * 12):
            own = {"proof": "Vraag 1: wat vindt u? Wij lezen", "revision": revision, "key": key}
            assert gzip.decompress(page.packed(own)) == page.plain(own)
    assert len(page.packed(own)) < len(page.plain(own)) / 10


def test_a_question_packed_or_not_is_one_page_and_names_its_packing(
    fieldwork: Fieldwork, someone: NewRespondent
) -> None:
    person = someone().start(fieldwork.invite().token)
    plain = person.client.get("/vraag/C301")
    packed = person.client.get("/vraag/C301", headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert all("Accept-Encoding" in page.headers["Vary"] for page in (plain, packed))
    key = re.compile(rb'name="?key"? value="?[0-9a-f]{12}')
    unpacked = gzip.decompress(packed.data)
    assert key.search(unpacked)
    assert key.sub(b"", unpacked) == key.sub(b"", plain.data)
