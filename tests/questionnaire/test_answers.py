"""A table of what is sent and what is stored; what is refused names the sentence to show."""

import pytest

from survey_app.questionnaire.answers import (
    MAX_TEXT,
    AnswerError,
    from_record,
    parse_answer,
    to_record,
)


@pytest.mark.parametrize(
    ("code", "raw", "value"),
    [
        ("SCALE", ["5"], 5),
        ("SCALE", ["9"], 9),
        ("SCALE", [], None),
        ("SCALE", [""], None),
        ("MARK", ["10"], 10),
        ("MARK", ["99"], 99),
        ("CHOICE", ["1"], 1),
        ("CHOICE", ["9"], 9),
        ("CONSENT", ["1"], 1),
        ("MULTIPLE", ["2", "1"], (1, 2)),
        ("MULTIPLE", ["3"], (3,)),
        ("MULTIPLE", [], None),
        ("MULTIPLE", [""], None),
        ("NUMBERS", ["3", "2"], (3, 2)),
        ("NUMBERS", [" 3 ", ""], (3, None)),
        ("NUMBERS", ["0", "1000000"], (0, 1_000_000)),
        ("NUMBERS", ["١٢", "３"], (12, 3)),  # Arabic-Indic and full-width digits
        ("NUMBERS", ["\u200b4\u00a0", ""], (4, None)),
        ("NUMBERS", ["", ""], None),
        ("NUMBERS", [], None),
        ("OPEN", ["Goed."], "Goed."),
        ("OPEN", ["een\r\ntwee\rdrie"], "een\ntwee\ndrie"),
        ("OPEN", ["een\x0btwee\u2028drie"], "een\ntwee\ndrie"),  # from a word processor
        ("OPEN", ["Zoe\u0308\u200b goed\u00adkoop\u00a0"], "Zo\u00eb goedkoop "),
        ("OPEN", ["  \n "], None),
        ("OPEN", ["\u200b\ufeff"], None),
        ("OPEN", [], None),
        ("OPEN", ["x" * MAX_TEXT], "x" * MAX_TEXT),
        ("OPEN", ["\r\n" * 10 + "x" * (MAX_TEXT - 10)], "\n" * 10 + "x" * (MAX_TEXT - 10)),
        ("OPEN", ["مرحبا \u200f👩\u200d👩 \u202e"], "مرحبا \u200f👩\u200d👩 \u202e"),
        ("OPEN", ["<script>alert(1)</script>|a"], "<script>alert(1)</script>|a"),
    ],
)
def test_what_is_sent_becomes_a_value(small, code, raw, value):
    assert parse_answer(small("kinds").question(code), raw) == value


@pytest.mark.parametrize(
    ("code", "raw", "key"),
    [
        ("CHOICE", ["2"], "error.not_an_option"),
        ("SCALE", ["6"], "error.not_an_option"),
        ("SCALE", ["0"], "error.not_an_option"),
        ("SCALE", ["-1"], "error.not_an_option"),
        ("SCALE", ["05"], "error.not_an_option"),
        ("SCALE", ["5.0"], "error.not_an_option"),
        ("SCALE", [" 5"], "error.not_an_option"),
        ("SCALE", ["\u0665"], "error.not_an_option"),
        ("SCALE", ["a"], "error.not_an_option"),
        ("SCALE", ["5\x00"], "error.not_an_option"),
        ("SCALE", ["9" * 100_000], "error.not_an_option"),
        ("SCALE", ["5", "5"], "error.one_answer"),
        ("MARK", ["0"], "error.not_an_option"),
        ("MARK", ["11"], "error.not_an_option"),
        ("MARK", ["9", "99"], "error.one_answer"),
        ("CONSENT", ["9"], "error.not_an_option"),
        ("OPEN", ["a", "b"], "error.one_answer"),
        ("OPEN", ["x" * (MAX_TEXT + 1)], "error.too_long"),
        ("OPEN", ["x" * 100_000], "error.too_long"),
        ("OPEN", ["a\x00b"], "error.unreadable"),
        ("OPEN", ["a\x1bb"], "error.unreadable"),
        ("OPEN", ["a\x85b"], "error.unreadable"),
        ("OPEN", ["a\ud800b"], "error.unreadable"),
        ("MULTIPLE", ["1", "3"], "error.not_combined"),
        ("MULTIPLE", ["1", "1"], "error.chosen_twice"),
        ("MULTIPLE", ["1"] * 10_000, "error.chosen_twice"),
        ("MULTIPLE", ["4"], "error.not_an_option"),
        ("MULTIPLE", ["1", "x"], "error.not_an_option"),
        ("NUMBERS", ["3"], "error.number_of_fields"),
        ("NUMBERS", ["3", "2", "1"], "error.number_of_fields"),
        ("NUMBERS", ["3", "-2"], "error.whole_number"),
        ("NUMBERS", ["3", "2.5"], "error.whole_number"),
        ("NUMBERS", ["3", "1.000"], "error.whole_number"),
        ("NUMBERS", ["3", "1000001"], "error.whole_number"),
        ("NUMBERS", ["3", "1e3"], "error.whole_number"),
        ("NUMBERS", ["3", "9" * 100_000], "error.whole_number"),
    ],
)
def test_what_cannot_be_accepted_is_refused_with_a_sentence_to_show(
    small, catalogue, code, raw, key
):
    with pytest.raises(AnswerError) as caught:
        parse_answer(small("kinds").question(code), raw)
    assert caught.value.key == key
    assert caught.value.question == code
    sentence = catalogue.interface[key].format(**caught.value.values)
    assert "{" not in sentence


def test_the_sentence_names_the_field_and_the_option(small):
    with pytest.raises(AnswerError) as caught:
        parse_answer(small("kinds").question("NUMBERS"), ["3", "veel"])
    assert caught.value.values == {"field": "geslaagd"}
    with pytest.raises(AnswerError) as caught:
        parse_answer(small("kinds").question("MULTIPLE"), ["3", "2"])
    assert caught.value.values == {"option": "Geen"}


@pytest.mark.parametrize("exclusive", ["C106", "W309", "O203", "G309", "H2"])
def test_no_answer_at_all_cannot_be_combined_in_the_real_questionnaires(catalogue, exclusive):
    question = next(q for one in catalogue.newest() for q in one.questions if q.code == exclusive)
    with pytest.raises(AnswerError, match="not_combined"):
        parse_answer(question, ["1", str(question.values[-1])])


@pytest.mark.parametrize(
    ("code", "text", "value"),
    [
        ("SCALE", "5", 5),
        ("SCALE", "", None),
        ("CHOICE", "9", 9),
        ("MULTIPLE", "1|2", (1, 2)),
        ("MULTIPLE", "3", (3,)),
        ("NUMBERS", "3|2", (3, 2)),
        ("NUMBERS", "|2", (None, 2)),
        ("OPEN", "ja|nee", "ja|nee"),
    ],
)
def test_a_long_file_is_read_and_written_alike(small, code, text, value):
    question = small("kinds").question(code)
    assert from_record(question, text) == value
    assert to_record(question, value) == text


def test_the_ladder_and_the_plan_question_keep_the_numbers_before_the_colon(catalogue):
    assert from_record(catalogue.latest("K2-AANVANG").question("C211"), "6") == 6
    assert catalogue.latest("G-ZELF").question("G303").values == (5, 4, 3, 2, 1, 9)
    with pytest.raises(AnswerError):
        from_record(catalogue.latest("G-ZELF").question("G303"), "6")
