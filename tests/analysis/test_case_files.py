"""The files of a case: written by hand or by R, with slips; a slip is said with file and line."""

import json

import pytest

from analysis.cases.__main__ import main


def write(folder, **files):
    """Write a case folder; file names have __ where the dot goes."""
    folder.mkdir(parents=True, exist_ok=True)
    for file, text in files.items():
        (folder / file.replace("__", ".")).write_text(text)


def computed(tmp_path, name):
    """Run the cases in tmp_path/in and return the result of one of them."""
    assert main([str(tmp_path / "in"), "--out", str(tmp_path / "out")]) == 0
    return json.loads((tmp_path / "out" / f"{name}.json").read_text())


WAVES = "cel,n1,mean1,sd1,n2,mean2,sd2\n"
PAIRS = "token,verwachting,uitkomst\n"
STARS = "aanbieder,stratum,afgerond,geslaagd\n"
STEPS = "id,start,eind\n"
SLIPS = [
    ("01_celscore", "input__csv", "id,i1,i2\n1,5,4\n\n2,4,vier\n", "line 4: i2: 'vier' is not a"),
    ("01_celscore", "input__csv", "id,i1\n1,5\n2,0\n", "line 3: answer 0 is not on the scale"),
    ("03_aandeel_interval", "input__csv", "case,x,n,N\na,5,4,9\n", "line 2: case a: 5 of 4 is"),
    ("04_onderdrukking", "input_2d__csv", "f,a,b\nPRE,9,-1\n", "line 2: b: -1 is no number"),
    (
        "07_metingtrend",
        "input__csv",
        "cel,n1,mean1,sd1,n2,mean2,sd2\nR-C,9,5,-1,9,5,1\n",
        "sd1 may",
    ),
    (
        "08_verwachting_uitkomst",
        "input__csv",
        "token,verwachting,uitkomst\na,8,11\n",
        "uitkomst: '11'",
    ),
    ("10_stoplicht", "input_norm__csv", "norm,criteria\nN1,groen paars\n", "line 2: 'paars'"),
    (
        "11_sterren",
        "input_resultaat__csv",
        STARS + "P,k,3,4\n",
        "line 2: P/k",
    ),
    (
        "12_ladder",
        "input_beweging__csv",
        STEPS + "1,2,3\n2,2,7\n",
        "line 3: VNG6 has no step 7",
    ),
    ("14_behoeftegroepen", "input__csv", "id,taal\na,1\nb,2\n", "line 3: taal: '2' is not 0 or 1"),
]


@pytest.mark.parametrize(("name", "file", "text", "said"), SLIPS)
def test_a_slip_is_said_with_its_file_and_line(tmp_path, capsys, name, file, text, said):
    write(tmp_path / "in" / name, **{file: text})
    assert main([str(tmp_path / "in"), "--out", str(tmp_path / "out")]) == 1
    error = capsys.readouterr().err
    assert f"{name}/{file.replace('__', '.')}: " in error
    assert said in error
    assert error.count("\n") == 1


@pytest.mark.parametrize(
    ("params", "said"),
    [
        ('{"schaal_min": "een"}', "params.json: schaal_min: 'een' is not a number"),
        ('{"schaal_min": 5, "schaal_max": 5}', "params.json: a scale from 5 to 5 has no steps"),
        ('{"conf": 2}', "params.json: confidence must lie in"),
    ],
)
def test_a_wrong_setting_names_params_json(tmp_path, capsys, params, said):
    write(tmp_path / "in/01_celscore", input__csv="id,i1\n1,5\n", params__json=params)
    assert main([str(tmp_path / "in"), "--out", str(tmp_path / "out")]) == 1
    assert said in capsys.readouterr().err


def test_a_setting_between_quotes_counts(tmp_path):
    write(
        tmp_path / "in/01_celscore",
        input__csv="id,i1,i2\n1,5,\n2,5,5\n",
        params__json='{"min_deel_items": "1.0"}',
    )
    assert computed(tmp_path, "01_celscore")["twee_items"]["n_geldig"] == 1


def test_a_file_without_answers_still_has_its_items(tmp_path):
    write(tmp_path / "in/01_celscore", input__csv="id,C302,C303\n")
    found = computed(tmp_path, "01_celscore")["twee_items"]
    assert [(one["item"], one["n_geldig"]) for one in found["per_item"]] == [
        ("C302", 0),
        ("C303", 0),
    ]


def test_a_folder_with_another_name_goes_by_its_number(tmp_path):
    write(tmp_path / "in/15_andere_naam", input__json='{"p": [0.01, 0.2]}')
    write(tmp_path / "in/40_benjamini_hochberg_klein", input__json='{"p": [0.01, 0.2]}')
    assert computed(tmp_path, "15_andere_naam")["afgewezen"] == [True, False]
    assert computed(tmp_path, "40_benjamini_hochberg_klein")["afgewezen"] == [True, False]


def test_a_variant_takes_the_settings_of_its_case_unless_it_has_its_own(tmp_path):
    forms = "id,i1\n1,10\n2,1\n"
    ten = '{"schaal_max": 10, "weet_niet": 99}'
    write(tmp_path / "in/01_celscore", input__csv=forms, params__json=ten)
    write(tmp_path / "in/01_celscore/eigen", input__csv="id,i1\n1,5\n", params__json="{}")
    write(tmp_path / "in/01_celscore/zonder", input__csv=forms)
    assert computed(tmp_path, "01_celscore/zonder")["een_item"]["gemiddelde"] == 5.0
    assert computed(tmp_path, "01_celscore/eigen")["een_item"]["gemiddelde"] == 10.0


def test_the_population_of_a_mean_is_that_of_the_cell_scores_beside_it(tmp_path):
    scores = "personscore\n5\n7.5\n5\n2.5\n10\n"
    write(tmp_path / "in/01_celscore", input__csv="id,i1\n1,5\n", params__json='{"N": 6}')
    write(tmp_path / "in/02_gemiddelde_interval", input__csv=scores)
    found = computed(tmp_path, "02_gemiddelde_interval")
    assert found["N"] == 6
    assert found["fpc"] == pytest.approx((1 - 5 / 6) ** 0.5)


def test_a_mean_of_nobody_has_no_degrees_of_freedom(tmp_path):
    write(tmp_path / "in/02_gemiddelde_interval", input__csv="personscore\n")
    found = computed(tmp_path, "02_gemiddelde_interval")
    assert found["zonder_fpc"] == {"se": None, "laag": None, "hoog": None, "df": None}


def test_a_share_of_nobody_keeps_the_names_of_the_population(tmp_path):
    write(tmp_path / "in/03_aandeel_interval", input__csv="case,x,n,N\na,0,0,9\nb,0,0,\n")
    first, second = computed(tmp_path, "03_aandeel_interval")
    assert (first["wilson_fpc"], first["n_ster"]) == (None, None)
    assert "wilson_fpc" not in second


def test_phases_in_small_letters_keep_the_order_of_the_method(tmp_path):
    rows = "".join(f"tijdens,{s}\npre,{s + 2}\naanvang,{s + 1}\n" for s in (1, 2, 3, 4, 5))
    write(tmp_path / "in/06_fasetrend", input__csv="fase,score\n" + rows)
    found = computed(tmp_path, "06_fasetrend")
    assert [one["fase"] for one in found["per_fase"]] == ["pre", "aanvang", "tijdens"]
    assert found["verschil"] == pytest.approx(-2)


def test_dont_know_is_no_mark_of_ninety_nine(tmp_path):
    rows = "".join(f"t{i},8,7\n" for i in range(10)) + "x,99,7\ny,8,99\n"
    write(
        tmp_path / "in/08_verwachting_uitkomst",
        input__csv="token,verwachting,uitkomst\n" + rows,
        input_ervaren__csv="token,ervaren\na,9\nb,4\n",
    )
    found = computed(tmp_path, "08_verwachting_uitkomst")
    assert (found["n_paren"], found["n_alleen_start"], found["n_alleen_eind"]) == (10, 1, 1)
    assert found["ervaren"]["n"] == 1


def test_a_file_of_a_dutch_spreadsheet_is_read(tmp_path):
    rows = "".join(f"{p};{s}\r\n" for s in ("7,5", "5", "2,5", "10", "6,25") for p in "GC")
    write(tmp_path / "in/05_partijen", input__csv="\ufeffpartij;score\r\n" + rows)
    (one,) = computed(tmp_path, "05_partijen")["vergelijkingen"]
    assert (one["n_a"], one["gem_a"]) == (5, 6.25)


def test_a_ladder_nobody_climbed_has_no_interval(tmp_path):
    write(tmp_path / "in/12_ladder", input_beweging__csv="id,start,eind\n1,2,\n")
    found = computed(tmp_path, "12_ladder")
    assert (found["n"], found["wilson_omhoog"]) == (0, None)


def test_an_out_folder_that_cannot_be_written_is_said(tmp_path, capsys):
    write(tmp_path / "in/15_benjamini_hochberg", input__json='{"p": [0.5]}')
    (tmp_path / "out").write_text("a file")
    assert main([str(tmp_path / "in"), "--out", str(tmp_path / "out")]) == 1
    assert "cannot be written" in capsys.readouterr().err


def test_ids_that_are_numbers_are_ordered_as_numbers(tmp_path):
    people = "".join(f"{i},4,a,b,c,d,e\n" for i in (10, 9, 2))
    write(
        tmp_path / "in/13_interviewselectie",
        input__csv="id,cijfer_a,doelgroep,leeftijd,duur,partij,fase\n" + people,
        params__json='{"quotum": {"minder": 2}, "aantal": 2}',
    )
    write(tmp_path / "in/14_behoeftegroepen", input__csv="id,taal\n10,1\n9,1\n2,1\n11,0\n")
    chosen = computed(tmp_path, "13_interviewselectie")
    assert (chosen["gekozen"], chosen["reserve"]) == ([2, 9], [10])
    needs = computed(tmp_path, "14_behoeftegroepen")
    assert needs["clusters"][0]["leden"] == [2, 9, 10]
    assert needs["zonder_behoefte"] == [11]
