"""`trajectspiegel change-wave WAVE`."""

import argparse
import dataclasses
from pathlib import Path

from survey_app.config import load_config
from survey_app.errors import BadInput
from survey_app.fieldwork.live.services import make_live
from survey_app.fieldwork.waves.commands.new_wave_command import (
    DATES,
    add_ways,
    planned_languages,
    typed_date,
)
from survey_app.fieldwork.waves.population import EXAMPLE, read_population
from survey_app.fieldwork.waves.services_changing import WaveChange, change_wave
from survey_app.installation import Installation, open_installation
from survey_app.operators.saying import say
from survey_app.operators.sentence import Sentence

MAY_BE_OFF = ("is_rolling", "repeat_months")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The wave, and what is to be different; the rest stays as it is."""
    parser.add_argument("wave", help="its name now; nobody may have answered in it yet")
    parser.add_argument("--name", metavar="NEW", help="another name")
    for option, name, help_text in DATES:
        parser.add_argument(option, dest=name, metavar="DATE", help=help_text)
    parser.add_argument(
        "--population",
        type=Path,
        metavar="FILE.json",
        help=Sentence(
            "the right numbers of people, in place of all given before, as {example}",
            example=EXAMPLE,
        ),
    )
    parser.add_argument(
        "--providers", action="store_true", help="take the providers of the settings file again"
    )
    add_ways(parser)
    parser.add_argument(
        "--live", action="store_true", help="let a draft go live: from --from on people can answer"
    )


def run(arguments: argparse.Namespace) -> int:
    """Change what was asked."""
    installation = open_installation(load_config())
    change = _change(installation, arguments)
    if change == WaveChange() and not arguments.live:
        raise BadInput(
            "nothing to change: give --name, --from, --to, --population, --providers, --rolling, "
            "--repeat, --languages, --channels or --live"
        )
    now_called = arguments.name or arguments.wave
    if change != WaveChange():
        change_wave(installation, arguments.wave, change)
        changed = [
            name
            for name, value in dataclasses.asdict(change).items()
            if value or (value is not None and name in MAY_BE_OFF)
        ]
        say(
            "wave {now_called}: changed {changed}",
            now_called=now_called,
            changed=", ".join(changed),
        )
    if arguments.live:
        make_live(installation, now_called)
        say("wave {now_called} is live", now_called=now_called)
    return 0


def _change(installation: Installation, arguments: argparse.Namespace) -> WaveChange:
    dates = {
        name: typed_date(option, getattr(arguments, name))
        for option, name, _ in DATES
        if getattr(arguments, name)
    }
    people = (
        read_population(arguments.population, installation.catalogue)
        if arguments.population
        else None
    )
    return WaveChange(
        name=arguments.name,
        starts_on=dates.get("starts_on"),
        ends_on=dates.get("ends_on"),
        population=people,
        providers=arguments.providers,
        is_rolling=arguments.rolling,
        repeat_months=arguments.repeat,
        languages=planned_languages(arguments.languages),
        channels=arguments.channels and tuple(arguments.channels),
    )
