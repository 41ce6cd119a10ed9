"""The files say exactly what the method says: compared with a copy of its content as data."""

import json
import re
from pathlib import Path

import pytest

CONTENT = Path(__file__).parent / "content"
PHASES = {
    "PRE": ("pre",),
    "AANVANG": ("aanvang",),
    "TIJDENS": ("tijdens",),
    "EINDE": ("einde",),
    "POST": ("post",),
    "PRE+TIJDENS+EINDE": ("pre", "tijdens", "einde"),
    "PRE t/m POST": ("pre", "aanvang", "tijdens", "einde", "post"),
    "los": (),
}


def content(name):
    return json.loads((CONTENT / f"{name}.json").read_text())


ITEMS = content("items")


def as_item(question):
    """Return a loaded question in the shape of the method's own list."""
    text = question.text + (f" {question.explanation}" if question.explanation else "")
    if question.text_with_goal:
        text += f" (Met koppeling: {question.text_with_goal})"
    scale = "CAT" if question.scale == "LADDER" else question.scale
    options = []
    if scale in ("CAT", "MULTI"):
        numbered = question.values != tuple(range(1, len(question.options) + 1))
        for option in question.options:
            label = "{lijst aanbieders}" if option.provider else option.text
            options.append(f"{option.value}: {label}" if numbered else label)
    return {
        "code": question.code,
        "formulier": question.home,
        "schaal": scale,
        "tekst": text,
        "opties": options or list(question.fields),
        "cellen": list(question.cells),
        "gebruik": question.use,
        "vervalt": question.drop,
    }


def as_route(question):
    """Return the route in the words of the method."""
    if question.route is None or question.route.question == "T-B1":
        return ""
    parent, operator = question.route.question, question.route.operator
    return {
        "is": f"{parent} = Ja",
        "is_not": f"{parent} niet {'Nee' if parent == 'H1' else 'Geen'}",
        "is_provider": f"{parent} = een aanbieder",
    }[operator]


def test_every_question_says_literally_what_the_method_says(catalogue):
    loaded = {}
    for questionnaire in catalogue.newest():
        for question in questionnaire.questions:
            if question.kind != "consent":
                loaded[question.code] = {**as_item(question), "route": as_route(question)}
    assert loaded == {item["code"]: item for item in ITEMS["items"]}


@pytest.mark.parametrize("form", ITEMS["formulieren"], ids=lambda form: form["code"])
def test_every_questionnaire_has_the_party_phase_moment_and_length_of_the_method(catalogue, form):
    loaded = catalogue.latest(form["code"])
    assert loaded.party == form["partij"]
    assert loaded.phases == PHASES[form["fase"]]
    assert loaded.moment == form["moment"]
    assert sum(q.kind != "consent" for q in loaded.questions) == form["aantal"]


def test_questions_stand_in_the_order_of_the_method(catalogue):
    for questionnaire in catalogue.newest():
        expected = [i["code"] for i in ITEMS["items"] if i["formulier"] == questionnaire.code]
        assert [q.code for q in questionnaire.questions if q.kind != "consent"] == expected


def test_the_scales_are_those_of_the_method(catalogue):
    for code in ("SQ", "SV", "SK", "JN"):
        loaded = {str(option.value): option.text for option in catalogue.scales[code]}
        assert loaded == ITEMS["schalen"][code]
        assert [option.value for option in catalogue.scales[code] if option.apart] == [9]
    assert [option.value for option in catalogue.scales["R10"]] == [*range(1, 11), 99]
    assert catalogue.scales["R10"][0].text == "1 (heel slecht)"
    assert catalogue.scales["R10"][9].text == "10 (heel goed)"


def test_apart_answers_stand_last(catalogue):
    for questionnaire in catalogue.newest():
        for question in questionnaire.questions:
            apart = [option.apart for option in question.options]
            assert apart == sorted(apart), question.code


def test_every_answer_that_means_no_answer_stands_apart(catalogue):
    words = re.compile(r"weet ik niet|zeg ik liever niet", re.IGNORECASE)
    for questionnaire in catalogue.newest():
        for question in questionnaire.questions:
            for option in question.options:
                assert option.apart == bool(words.search(option.text)), (question.code, option)


def test_the_47_cells_are_fed_by_the_questions_and_figures_of_the_method(catalogue):
    fed = {cell.code: [*cell.questions, *cell.figures] for cell in catalogue.framework.cells}
    assert fed == content("celdekking")


def test_tabel_1_has_the_rows_and_parties_of_the_seed_document(catalogue):
    expected = content("tabel1")
    rows = [(r.code, (r.phase,), r.aspect, "".join(r.parties)) for r in catalogue.framework.rows]
    assert rows == [
        (r["rij"], PHASES[r["fase"]], r["aspect"], r["partijen"]) for r in expected["rijen"]
    ]
    assert len(catalogue.framework.cells) == expected["aantal_V"]
    assert catalogue.framework.parties == expected["partijen"]


def test_the_39_points_of_advice_are_those_of_the_method(catalogue):
    points = catalogue.framework.advice_points
    expected = content("deeladviezen")
    assert len(points) == 39
    for point, item in zip(points, expected, strict=True):
        assert point.code == f"{item['advies']}.{item['punt']}"
        assert (point.title, point.text) == (item["titel"], item["tekst"])
        assert (list(point.cells), point.nature) == (item["cellen"], item["aard"])
        assert point.breakdown == item["uitsplitsing"]
        named = re.sub(r"\(.*?\)", "", item["bewijs"])
        assert list(point.evidence) == re.findall(r"[A-Z]\d+", named)
        assert point.note == "".join(re.findall(r"\((.*?)\)", item["bewijs"]))


def test_the_figures_and_documents_are_those_of_the_method(catalogue):
    expected = content("cijfers_documenten")
    figures = [
        {
            "code": figure.code,
            "definitie": figure.definition,
            "naast": figure.beside,
            "adviezen": [f"A{code}" for code in figure.advices],
            "cellen": list(figure.cells),
        }
        for figure in catalogue.framework.figures
    ]
    assert figures == expected["cijfers"]
    documents = [{"code": d.code, "naam": d.name} for d in catalogue.framework.documents]
    assert documents == expected["documenten"]


def test_the_norms_are_those_of_both_seed_documents(catalogue):
    expected = content("normenkaders")
    norms = {norm.code: norm for norm in catalogue.framework.norms}
    assert len(norms) == len(expected["uithoorn"]) + 25
    for name in ("uithoorn", "hillegom_lisse_noordwijkerhout"):
        for item in expected[name]:
            norm = norms[item["norm"]]
            assert (norm.set, norm.part, norm.text) == (name, item["onderdeel"], item["tekst"])
            criteria = item.get("criteria", [])
            for criterion, wanted in zip(norm.criteria, criteria, strict=True):
                assert (criterion.code, criterion.text) == (wanted["code"], wanted["tekst"])
                assert list(criterion.evidence) == re.findall(r"[A-Z]\d+", wanted["bewijs"])
            if not criteria:
                assert list(norm.evidence) == re.findall(r"[A-Z]\d+", item["bewijs"])
    assert catalogue.framework.lights == expected["kleuren"]
