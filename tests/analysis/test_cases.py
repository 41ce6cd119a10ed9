"""The worked cases: same keys and numbers as expected.json, from any folder in the format."""

import json
import shutil
from pathlib import Path

import pytest

from analysis.cases.__main__ import main

CASES = Path(__file__).parent / "cases"
NAMES = sorted(path.name for path in CASES.iterdir())


def differences(expected, found, place=""):
    """Yield every key, length or value in which two results are not the same."""
    if isinstance(expected, dict) and isinstance(found, dict):
        for key in sorted(set(expected) ^ set(found)):
            yield f"{place}.{key} stands on one side only"
        for key in set(expected) & set(found):
            yield from differences(expected[key], found[key], f"{place}.{key}")
    elif isinstance(expected, list) and isinstance(found, list):
        if len(expected) != len(found):
            yield f"{place} has {len(found)} parts, not {len(expected)}"
        for number, (one, other) in enumerate(zip(expected, found, strict=False)):
            yield from differences(one, other, f"{place}[{number}]")
    elif is_number(expected) and is_number(found):
        if abs(expected - found) > 1e-6:
            yield f"{place} is {found!r}, not {expected!r}"
    elif expected != found or type(expected) is not type(found):
        yield f"{place} is {found!r}, not {expected!r}"


def is_number(value):
    """Tell a number from a truth value."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def run(folder, out):
    """Run the command as a person does and return its exit code."""
    return main([str(folder), "--out", str(out)])


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    """Results of copies of the cases without their expected.json."""
    folder = tmp_path_factory.mktemp("cases") / "blind"
    shutil.copytree(CASES, folder, ignore=shutil.ignore_patterns("expected.json"))
    out = tmp_path_factory.mktemp("out")
    assert run(folder, out) == 0
    return out


@pytest.mark.parametrize("name", NAMES)
def test_a_worked_case_gives_the_expected_numbers(results, name):
    expected = json.loads((CASES / name / "expected.json").read_text())
    found = json.loads((results / f"{name}.json").read_text())
    assert list(differences(expected, found)) == []


def case(folder, name, **files):
    """Write a case folder; file names have __ where the dot goes."""
    (folder / name).mkdir(parents=True)
    for file, text in files.items():
        (folder / name / file.replace("__", ".")).write_text(text)


def computed(tmp_path, name):
    """Run the cases in tmp_path/in and return the result of one of them."""
    code = run(tmp_path / "in", tmp_path / "out")
    assert code == 0
    return json.loads((tmp_path / "out" / f"{name}.json").read_text())


def test_a_variant_in_a_subfolder_is_written_at_the_same_place(tmp_path):
    text = "personscore\n5\n7.5\n5\n2.5\n10\n"
    case(tmp_path / "in", "02_gemiddelde_interval/klein", input__csv=text)
    assert computed(tmp_path, "02_gemiddelde_interval/klein")["gemiddelde"] == 6.0


def test_a_bad_case_names_its_file_and_the_others_still_run(tmp_path, capsys):
    case(tmp_path / "in", "01_celscore", input__csv="id,i1\n1,7\n")
    case(tmp_path / "in", "16_betrouwbaarheid", input__csv="a,b\n1,x\n")
    case(tmp_path / "in", "99_onbekend", input__csv="a\n1\n")
    case(tmp_path / "in", "15_benjamini_hochberg", input__json='{"p": [0.01, 0.2]}')
    assert run(tmp_path / "in", tmp_path / "out") == 1
    said = capsys.readouterr().err.splitlines()
    assert len(said) == 3
    assert "01_celscore" in said[0]
    assert "input.csv: line 2: answer 7 is not on the scale 1-5" in said[0]
    assert "input.csv: line 2: b: 'x' is not a number" in said[1]
    assert "no subject 'onbekend'" in said[2]
    assert (tmp_path / "out" / "15_benjamini_hochberg.json").exists()


@pytest.mark.parametrize("text", ["", "id\n", "id,i1\n1,2,3\n", "id,i1,i1\n1,2,3\n"])
def test_a_broken_file_is_one_sentence_and_no_traceback(tmp_path, capsys, text):
    case(tmp_path / "in", "01_celscore", input__csv=text)
    code = run(tmp_path / "in", tmp_path / "out")
    said = capsys.readouterr().err
    assert code == (0 if text == "id\n" else 1)
    assert said.count("\n") == code


def test_a_folder_that_is_not_there_is_said(tmp_path, capsys):
    assert run(tmp_path / "niets", tmp_path / "out") == 1
    assert "is not a folder" in capsys.readouterr().err


def test_a_cell_without_one_valid_answer_has_no_mean(tmp_path):
    case(tmp_path / "in", "01_celscore", input__csv="id,i1,i2\n1,9,\n2,,9\n")
    found = computed(tmp_path, "01_celscore")["twee_items"]
    assert (found["n_geldig"], found["gemiddelde"], found["aandeel_positief"]) == (0, None, None)


def test_other_scales_are_read_from_params(tmp_path):
    params = '{"schaal_min": 1, "schaal_max": 10, "weet_niet": 99}'
    case(tmp_path / "in", "01_celscore", input__csv="id,i1\n1,10\n2,99\n", params__json=params)
    assert computed(tmp_path, "01_celscore")["een_item"]["personscores"] == {"1": 10.0, "2": None}


def test_all_answers_equal_has_no_interval(tmp_path):
    case(tmp_path / "in", "02_gemiddelde_interval", input__csv="personscore\n" + "5\n" * 6)
    found = computed(tmp_path, "02_gemiddelde_interval")
    assert found["zonder_fpc"]["laag"] is None
    assert found["met_fpc"]["hoog"] is None


def test_everybody_answered_gives_the_point(tmp_path):
    text = "personscore\n5\n7.5\n5\n2.5\n10\n"
    case(tmp_path / "in", "02_gemiddelde_interval", input__csv=text, params__json='{"N": 5}')
    part = computed(tmp_path, "02_gemiddelde_interval")["met_fpc"]
    assert (part["laag"], part["hoog"], part["se"]) == (6.0, 6.0, 0.0)


def test_a_population_smaller_than_the_sample_is_ignored(tmp_path):
    case(tmp_path / "in", "03_aandeel_interval", input__csv="case,x,n,N\na,3,10,8\nb,0,0,4\n")
    first, second = computed(tmp_path, "03_aandeel_interval")
    assert "wilson_fpc" not in first
    assert second["p"] is None


def test_a_party_with_four_answers_is_not_tested_and_does_not_count(tmp_path):
    big = "".join(f"C,{s}\n" for s in (5, 2.5, 5, 2.5, 5, 0)) + "".join(
        f"G,{s}\n" for s in (7.5, 10, 7.5, 10, 7.5)
    )
    case(tmp_path / "in/met", "05_partijen", input__csv=f"partij,score\n{big}" + "W,5\n" * 4)
    case(tmp_path / "in/zonder", "05_partijen", input__csv=f"partij,score\n{big}W,\n")
    found = computed(tmp_path, "met/05_partijen")["vergelijkingen"]
    alone = computed(tmp_path, "zonder/05_partijen")["vergelijkingen"]
    tested = [one for one in found if one["p"] is not None]
    assert [(one["a"], one["b"]) for one in tested] == [("G", "C")]
    assert tested[0]["p_bh"] == tested[0]["p"]
    assert tested[0]["p"] == next(one["p"] for one in alone if one["p"] is not None)


def test_parties_with_other_names_are_compared_with_the_first(tmp_path):
    rows = "".join(f"noord,{s}\nzuid,{s}\n" for s in (5, 7.5, 5, 2.5, 10))
    case(tmp_path / "in", "05_partijen", input__csv="partij,score\n" + rows)
    found = computed(tmp_path, "05_partijen")
    assert [(one["a"], one["b"]) for one in found["vergelijkingen"]] == [("zuid", "noord")]
    assert found["blinde_vlek_G_C"] is False


def test_an_empty_phase_drops_out_and_two_phases_use_welch(tmp_path):
    rows = "".join(f"TIJDENS,{s}\n" for s in (2.5, 0, 2.5, 5, 2.5, 0)) + "AANVANG,\n"
    rows += "".join(f"PRE,{s}\n" for s in (7.5, 10, 7.5, 7.5, 10, 5))
    case(tmp_path / "in", "06_fasetrend", input__csv="fase,score\n" + rows)
    found = computed(tmp_path, "06_fasetrend")
    assert [one["fase"] for one in found["per_fase"]] == ["PRE", "TIJDENS"]
    assert (found["kendall_tau_b"], found["richting"]) == (None, "dalend")


def test_a_wave_cell_below_five_is_not_tested_and_parties_are_adjusted_apart(tmp_path):
    rows = "R03-C,24,6.1,2.1,28,7.9,1.8\nR04-C,4,6,2,28,9,2\nR03-W,24,6.1,2.1,28,7.9,1.8\n"
    rows += "R04-W,30,5,2,30,5.1,2\nR05-C,,,,12,6,2\n"
    header = "cel,n1,mean1,sd1,n2,mean2,sd2\n"
    case(tmp_path / "in", "07_metingtrend", input__csv=header + rows)
    found = {one["cel"]: one for one in computed(tmp_path, "07_metingtrend")}
    assert found["R03-C"]["p_bh"] == found["R03-C"]["p"]
    assert found["R03-W"]["p_bh"] == pytest.approx(2 * found["R03-W"]["p"])
    assert found["R04-C"]["p"] is None
    assert found["R05-C"]["verschil"] is None


def test_seven_pairs_show_only_their_number_and_the_mean_difference(tmp_path):
    rows = "token,verwachting,uitkomst\n" + "".join(f"t{i},8,{5 + i % 3}\n" for i in range(7))
    case(tmp_path / "in/zeven", "08_verwachting_uitkomst", input__csv=rows)
    few = "token,verwachting,uitkomst\na,8,7\nb,,3\n"
    case(tmp_path / "in/een", "08_verwachting_uitkomst", input__csv=few)
    seven = computed(tmp_path, "zeven/08_verwachting_uitkomst")
    assert seven["n_paren"] == 7
    assert seven["gem_verschil"] == pytest.approx(-15 / 7)
    assert (seven["laag"], seven["beter"], seven["ervaren"]) == (None, None, None)
    one = computed(tmp_path, "een/08_verwachting_uitkomst")
    assert (one["n_paren"], one["gem_verschil"]) == (None, None)


def test_people_who_do_not_say_their_group_keep_weight_one(tmp_path):
    rows = "".join(f"{i},a,5\n" for i in range(40)) + "".join(f"{i},b,7.5\n" for i in range(40, 60))
    rows += "98,zeg ik liever niet,10\n99,zeg ik liever niet,10\n"
    population = '{"N": 200, "groep": {"a": 100, "b": 100}}'
    case(
        tmp_path / "in",
        "09_representativiteit",
        input__csv="id,groep,score\n" + rows,
        populatie__json=population,
    )
    found = computed(tmp_path, "09_representativiteit")
    weights = {one["groep"]: one["w"] for one in found["poststratificatie_groep"]["gewichten"]}
    assert weights == pytest.approx({"a": 0.75, "b": 1.5, "zeg ik liever niet": 1.0})
    expected = (0.75 * 40 * 5 + 1.5 * 20 * 7.5 + 2 * 10) / 62
    assert found["poststratificatie_groep"]["gemiddelde"] == pytest.approx(expected)


def test_weighting_stays_off_below_fifty_answers(tmp_path):
    rows = "".join(f"{i},{'ab'[i % 2]},5\n" for i in range(20))
    case(
        tmp_path / "in",
        "09_representativiteit",
        input__csv="id,groep,score\n" + rows,
        populatie__json='{"groep": {"a": 100, "b": 100}}',
    )
    assert computed(tmp_path, "09_representativiteit")["poststratificatie_groep"] is None


def test_a_light_without_interval_uses_the_mean_and_empty_norms_are_grey(tmp_path):
    case(
        tmp_path / "in",
        "10_stoplicht",
        input__csv="case,n,mean,lcl,ucl\na,40,10,,\n",
        input_norm__csv="norm,criteria\nN1,\n",
    )
    found = computed(tmp_path, "10_stoplicht")
    assert found["indicatoren"][0]["kleur"] == "groen"
    assert found["normen"] == [{"norm": "N1", "kleur": "grijs", "onvolledig": False}]
