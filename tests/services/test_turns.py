"""What takes turns in ./run test is whole over the commits, and at once in ./run nightly."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.services.turns import PAGES, this_turn
from tests.services.web_server import ROOT

pytest_plugins = ("pytester",)
SAMPLE = """
    import pytest

    @pytest.fixture(params=["sqlite", "postgresql"])
    def databases(request):
        return request.param

    def test_sql(databases):
        pass

    @pytest.mark.turns("databases")
    @pytest.mark.parametrize("role", ["eva", "farid"])
    def test_page(databases, role):
        pass

    @pytest.mark.turns("language", "width")
    @pytest.mark.parametrize("language", ["nl", "ar", "ti"])
    @pytest.mark.parametrize("width", [320, 1280])
    def test_words(language, width):
        pass

    @pytest.mark.turns("databases")
    @pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
    def test_on_one(databases):
        pass

    @pytest.mark.nightly
    def test_long():
        pass

    @pytest.mark.turns()
    def test_looks(looks):
        for page in ("list", "form"):
            for look in looks(["light", "dark", "narrow"]):
                print("LOOKED", page, look)
"""
Ran = Callable[..., tuple[set[str], list[str]]]


@pytest.fixture
def ran(pytester: pytest.Pytester) -> Ran:
    """`ran(*options)`: the names of the sample tests that ran, and the looks they took."""
    pytester.makeini("[pytest]\nmarkers =\n  turns(*parameters): x\n  nightly: x\n")
    pytester.makeconftest("pytest_plugins = ('tests.services.turns',)")
    pytester.makepyfile(SAMPLE)
    pytester.syspathinsert(ROOT)

    def run(*options: str) -> tuple[set[str], list[str]]:
        lines = pytester.runpytest_inprocess("-v", "-s", *options).outlines
        names = {line.split("::")[1].split()[0] for line in lines if "::" in line}
        return names, [line.split("LOOKED ")[1] for line in lines if "LOOKED" in line]

    return run


def test_a_turn_has_one_variant_of_each_and_the_turns_together_have_all(ran: Ran) -> None:
    everything, every_look = ran()
    assert len(everything) == 2 + 4 + 6 + 1 + 1 + 1
    assert len(every_look) == 6
    turns = [ran(f"--turn={turn}") for turn in range(6)]
    for names, taken in turns:
        assert {"test_sql[sqlite]", "test_sql[postgresql]", "test_on_one[sqlite]"} <= names
        of = [name.partition("[")[0] for name in names]
        assert (of.count("test_page"), of.count("test_words"), of.count("test_looks")) == (2, 1, 1)
        assert {name.rstrip("]").rpartition("-")[2] for name in names if "page" in name} == {
            "eva",
            "farid",
        }
        assert [look.split()[0] for look in taken] == ["list", "form"]
    assert set.union(*(names for names, _ in turns)) == everything
    assert {look for _, taken in turns for look in taken} == set(every_look)


def test_the_nightly_run_is_whole(ran: Ran) -> None:
    """Together with any one turn it leaves nothing out, and it has every variant of what turns."""
    script = (ROOT / "run").read_text(encoding="utf-8")
    assert '-m pytest -m "nightly or turns" "$@"' in script
    assert "--turn=now" in script
    everything, every_look = ran()
    nightly, looks = ran("-m", "nightly or turns")
    assert nightly == {name for name in everything if "test_sql" not in name}
    assert looks == every_look
    assert nightly | ran("--turn=0")[0] == everything


def test_the_files_that_take_turns_over_the_databases_are_there() -> None:
    assert sorted(set(PAGES)) == list(PAGES)
    assert [place for place in PAGES if not (ROOT / "tests" / place).is_file()] == []


def test_every_commit_is_another_turn(tmp_path: Path) -> None:
    assert this_turn(ROOT) > 0
    days = this_turn(tmp_path)
    assert days > 20_000
