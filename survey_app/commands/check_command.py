"""`trajectspiegel check`: every questionnaire and translation valid, all 47 cells fed."""

import argparse
from collections.abc import Callable
from functools import partial
from pathlib import Path

from survey_app.config import QUESTIONNAIRES, Config, load_config
from survey_app.database import make_engine, reading
from survey_app.errors import BadInput
from survey_app.fieldwork.waves.queries import frozen_providers
from survey_app.operators.saying import said, say
from survey_app.operators.sentence import Sentence, joined
from survey_app.organisations.services_file import differing_files, take_over_files
from survey_app.organisations.settings_file import FOLDER, read_settings
from survey_app.questionnaire.definition import Catalogue
from survey_app.questionnaire.files.coverage import prove_coverage
from survey_app.questionnaire.files.readability import LONG_WORD, Readability, report
from survey_app.questionnaire.loading import load_catalogue
from survey_app.texts.translations import Translations, all_keys, load_translations, longer_easy

COMFORTABLE_SENTENCE = 12


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which folder; short unless the whole readability report is asked for."""
    parser.add_argument(
        "--folder",
        type=Path,
        default=QUESTIONNAIRES,
        metavar="DIR",
        help="check these questionnaires instead of the installed ones",
    )
    parser.add_argument("--readability", action="store_true", help="show every question's words")


def run(arguments: argparse.Namespace) -> int:
    """Say what is there and what is wrong. Raises DefinitionError or BadInput for a bad file."""
    catalogue = load_catalogue(arguments.folder)
    problems = prove_coverage(catalogue)
    if problems:
        raise BadInput("Tabel 1 cannot be filled: {problems}", problems=joined("; ", problems))
    translations = load_translations(
        arguments.folder / "translations", catalogue, offer_drafts=True
    )
    _check_sources(catalogue, translations)
    _say_contents(catalogue)
    say("languages: {languages}", languages=", ".join(translations.languages))
    _show_readability(catalogue, arguments.readability)
    config = load_config()
    _check_organisations(config)
    _show_notes(config)
    return 0


def _say_contents(catalogue: Catalogue) -> None:
    """How much there is of everything that was found valid."""
    framework = catalogue.framework
    questions = sum(len(one.questions) for one in catalogue.newest())
    say(
        "{number} questionnaires, {questions} questions: valid",
        number=len(catalogue.newest()),
        questions=questions,
    )
    say(
        "{rows} rows, {cells} cells: every cell is fed",
        rows=len(framework.rows),
        cells=len(framework.cells),
    )
    say(
        "{points} points of advice, {figures} figures, {documents} documents, {norms} norms",
        points=len(framework.advice_points),
        figures=len(framework.figures),
        documents=len(framework.documents),
        norms=len(framework.norms),
    )


def _check_organisations(config: Config) -> None:
    """Every settings file and logo, whether a wave is open or not. Raises BadInput."""
    paths = sorted((config.home / FOLDER).glob("*.toml"))
    for path in paths:
        read_settings(path)
    if paths:
        say(
            "{n} settings file of organisations: valid",
            "{n} settings files of organisations: valid",
            n=len(paths),
        )


def _check_sources(catalogue: Catalogue, translations: Translations) -> None:
    """Every translated text has its Dutch, every easy form is short. Raises BadInput."""
    dutch = all_keys(catalogue)
    for code, source in translations.sources.items():
        gone = [key for key in source.texts if key not in dutch]
        if gone:
            raise BadInput(
                "{code}.po: {gone!r} has no Dutch text any more ({number} such)",
                code=code,
                gone=gone[0],
                number=len(gone),
            )
        longer = longer_easy(source.texts)
        if longer:
            raise BadInput(
                "{code}.po: {longer!r} is longer than the text that it makes easy",
                code=code,
                longer=longer[0],
            )


def _show_notes(config: Config) -> None:
    """Files that do not count any more, and waves that keep other providers; none before `init`."""
    if not (config.home / "keys").exists():
        return
    engine = make_engine(config.database_url)
    take_over_files(engine, config.home)
    with reading(engine) as session:
        for path, name in differing_files(session, config.home):
            say(
                "note: {file} says something else than the database, which counts: "
                "'trajectspiegel settings \"{name}\" --from {path}' takes it over",
                file=path.name,
                name=name,
                path=path,
            )
        for one in frozen_providers(session):
            if one.differs:
                say("note: {one}", one=one.sentence())


def _show_readability(catalogue: Catalogue, every: bool) -> None:
    records = [record for record in report(catalogue, dutch_frequency()) if record.party == "C"]
    words = sum(record.words for record in records)
    sentences = sum(record.sentences for record in records)
    say(
        "client questions: {words:.1f} words per sentence (an aid: test with people)",
        words=words / sentences,
    )
    for record in records:
        if every or _difficult(record):
            print(f"  {_line(record)}")


def dutch_frequency() -> Callable[[str], float]:
    """The Zipf frequency of a Dutch word, from the word list of the wordfreq package."""
    from wordfreq import zipf_frequency  # noqa: PLC0415  (reads a large list, only here)

    return partial(zipf_frequency, lang="nl")


def _difficult(record: Readability) -> bool:
    long_sentence = record.longest_sentence > COMFORTABLE_SENTENCE
    return bool(long_sentence or record.long_words or record.rare_words)


def _line(record: Readability) -> str:
    parts = [Sentence("longest sentence {words} words", words=record.longest_sentence)]
    if record.long_words:
        long = ", ".join(record.long_words)
        parts.append(Sentence("over {most} letters: {words}", most=LONG_WORD, words=long))
    if record.rare_words:
        parts.append(Sentence("rare: {words}", words=", ".join(record.rare_words)))
    return f"{record.file}:{record.line} {record.code}: {said(joined('; ', parts))}"
