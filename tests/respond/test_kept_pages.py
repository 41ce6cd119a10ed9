"""A page that is rendered once shows nobody what is another's."""

from survey_app.respond.answering.kept_pages import MARKS, MOST_PAGES, KeptPages
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
    for number in range(MOST_PAGES + 1):
        for _ in range(2):
            body = kept.page(
                number,
                None,
                lambda marks, number=number: made.append(number) or " ".join(marks.values()),  # type: ignore[func-returns-value, misc]
                {name: f"{name}{number}" for name in MARKS},
            )
        assert body == f"proof{number} revision{number} key{number}"
    assert len(made) == MOST_PAGES + 1
    assert len(kept._pages) == 1
