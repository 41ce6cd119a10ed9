"""`trajectspiegel new-wave WAVE --organisation NAME --from DATE --to DATE`."""

import argparse
import datetime
from collections.abc import Iterable, Sequence
from pathlib import Path

from survey_app.config import load_config
from survey_app.database import reading
from survey_app.errors import BadInput
from survey_app.fieldwork.waves.population import EXAMPLE, read_population
from survey_app.fieldwork.waves.queries import FrozenProviders, frozen_providers
from survey_app.fieldwork.waves.services import WavePlan, new_wave
from survey_app.fieldwork.waves.testers import typed_testers
from survey_app.installation import open_installation
from survey_app.operators.saying import say
from survey_app.operators.sentence import Sentence
from survey_app.texts.translations import SOURCE
from survey_app.ways_in.contacts import CHANNELS, LANGUAGES

DATES = (
    ("--from", "starts_on", "first day on which people can answer, as 2026-11-01"),
    ("--to", "ends_on", "last day on which people can answer, as 2026-12-15"),
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Name, owner, dates (both included), and how many people there are (F01)."""
    parser.add_argument("wave", help="a new name, such as NAJAAR")
    # Another name than the one that narrows commands about a wave that exists: a wrong name or
    # date is told before anybody looks for the organisation.
    parser.add_argument(
        "--organisation", dest="owner", required=True, metavar="NAME", help="whose wave it is"
    )
    for option, name, help_text in DATES:
        parser.add_argument(option, dest=name, required=True, metavar="DATE", help=help_text)
    parser.add_argument(
        "--population",
        type=Path,
        metavar="FILE.json",
        help=Sentence(
            "how many people each questionnaire is meant for, as {example}", example=EXAMPLE
        ),
    )
    parser.add_argument(
        "--mode",
        choices=("anonymous", "linked"),
        default="anonymous",
        help="linked: who agrees can be followed from start to end (default: anonymous)",
    )
    add_ways(parser)
    _add_states(parser)


def add_ways(parser: argparse.ArgumentParser) -> None:
    """How people are reached, and whether the wave comes back; not given: nothing is said of it."""
    parser.add_argument(
        "--rolling",
        action=argparse.BooleanOptionalAction,
        help="invite each person in the weeks after the start (K2, W2) or end (K4, W4) that the "
        "contact file names, not everybody at once",
    )
    parser.add_argument(
        "--repeat",
        type=int,
        choices=(0, 6, 12),
        metavar="MONTHS",
        help="6 or 12: when the wave is over the next one stands ready as a draft (0: it does not)",
    )
    parser.add_argument(
        "--languages",
        nargs="+",
        choices=LANGUAGES,
        metavar="CODE",
        help=Sentence(
            "write in these languages only, Dutch included: {codes}", codes=", ".join(LANGUAGES)
        ),
    )
    parser.add_argument(
        "--channels",
        nargs="+",
        choices=CHANNELS,
        metavar="CHANNEL",
        help=Sentence("write by these channels only: {names}", names=", ".join(CHANNELS)),
    )


def planned_languages(told: Sequence[str] | None) -> tuple[str, ...] | None:
    """The languages of a plan, Dutch always among them; None when nothing was said."""
    return tuple(one for one in LANGUAGES if one in (SOURCE, *told)) if told else None


def _add_states(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--draft",
        action="store_true",
        help="somebody checks it first; then 'change-wave --live', or two people in the browser "
        "(default: live at once)",
    )
    parser.add_argument(
        "--test",
        metavar="ADDRESS",
        nargs="+",
        help="a test: goes to these e-mail addresses and telephone numbers only, keeps no answers",
    )


def run(arguments: argparse.Namespace) -> int:
    """Plan the wave."""
    installation = open_installation(load_config())
    population = (
        read_population(arguments.population, installation.catalogue)
        if arguments.population
        else ()
    )
    plan = WavePlan(
        name=arguments.wave,
        organisation=arguments.owner,
        starts_on=typed_date("--from", arguments.starts_on),
        ends_on=typed_date("--to", arguments.ends_on),
        population=population,
        mode=arguments.mode,
        draft=arguments.draft,
        is_rolling=bool(arguments.rolling),
        repeat_months=arguments.repeat or None,
        languages=planned_languages(arguments.languages) or (),
        channels=tuple(arguments.channels or ()),
        test_addresses=_testers(arguments.test) if arguments.test else None,
    )
    new_wave(installation, plan)
    _say_plan(plan, bool(arguments.test))
    with reading(installation.engine) as session:
        _say_providers(frozen_providers(session), plan)
    return 0


def _say_plan(plan: WavePlan, test: bool) -> None:
    what = Sentence("test wave {wave}" if test else "wave {wave}", wave=plan.name)
    state = Sentence("a draft, nobody can answer yet" if plan.draft else "live")
    say(
        "{what}: {starts_on} to {ends_on}, {state}",
        what=what,
        starts_on=plan.starts_on,
        ends_on=plan.ends_on,
        state=state,
    )
    counts = ", ".join(f"{people.questionnaire} {people.total}" for people in plan.population)
    say(
        "  people: {counts}",
        counts=counts or Sentence("not given (no response rates, wider margins)"),
    )


def _testers(typed: Iterable[str]) -> tuple[str, ...]:
    found, refused = typed_testers("\n".join(typed))
    if refused:
        raise BadInput("--test {refused}", refused=refused[0])
    return found


def _say_providers(frozen: Iterable[FrozenProviders], plan: WavePlan) -> None:
    """What this wave was given for good, and which waves keep something else."""
    for one in frozen:
        if one.organisation != plan.organisation:
            continue
        if one.wave == plan.name:
            names = ", ".join(one.providers) or Sentence(
                "none (questions name providers in general)"
            )
            say("  providers, from now on fixed for this wave: {names}", names=names)
        elif one.differs:
            say("  {sentence}", sentence=one.sentence())


def typed_date(option: str, text: str) -> datetime.date:
    """The day that an option names. Raises BadInput."""
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise BadInput(
            "{option} {text!r} is not a date: write it as 2026-11-01", option=option, text=text
        ) from None
