"""`trajectspiegel COMMAND --help`: nothing that can be typed stays unexplained."""

import argparse
from importlib import import_module

import pytest

from survey_app.cli import COMMANDS, main


@pytest.mark.parametrize("command", COMMANDS)
def test_every_argument_of_a_command_is_explained(command: str) -> None:
    parser = argparse.ArgumentParser()
    import_module(COMMANDS[command][0]).add_arguments(parser)
    assert [action.dest for action in parser._actions if not action.help] == []


def test_a_command_tells_what_it_does(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="0"):
        main(["close-wave", "--help"])
    shown = capsys.readouterr().out
    assert "close a wave, move its last answers" in shown
    assert "a closed one never opens again" in shown
