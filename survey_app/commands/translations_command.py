"""`trajectspiegel translations`: coverage, export to a bureau, import of what comes back."""

import argparse
import sys
from pathlib import Path

from survey_app.config import QUESTIONNAIRES, load_config
from survey_app.errors import BadInput
from survey_app.operators.saying import say
from survey_app.questionnaire.definition import Catalogue
from survey_app.questionnaire.loading import load_catalogue
from survey_app.texts.installed import SHIPPED, own_folder
from survey_app.texts.po_file import PoFile, read_po
from survey_app.texts.translation_files import (
    TranslationLine,
    judged,
    read_lines,
    write_po,
    write_sheet,
)
from survey_app.texts.translations import (
    CHECKED,
    DRAFT,
    LANGUAGES,
    SOURCE,
    Translations,
    all_keys,
    load_translations,
    longer_easy,
)

OTHERS = tuple(code for code in LANGUAGES if code != SOURCE)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Without arguments: the coverage of every language."""
    parser.add_argument("--language", choices=OTHERS, help="without one: how far each is")
    actions = parser.add_mutually_exclusive_group()
    actions.add_argument("--export", type=Path, metavar="FILE", help="write a .po or .xlsx file")
    actions.add_argument("--import", dest="taken", type=Path, metavar="FILE", help="take it over")
    actions.add_argument("--missing", action="store_true", help="list what is not translated yet")
    parser.add_argument("--status", choices=(DRAFT, CHECKED), help="set the status on import")
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)


def run(arguments: argparse.Namespace) -> int:
    """Do one of the four."""
    catalogue = load_catalogue(QUESTIONNAIRES)
    if arguments.language is None:
        if arguments.export or arguments.taken or arguments.missing:
            raise BadInput("name the language with --language")
        shipped = arguments.folder or SHIPPED
        return _coverage(catalogue, load_translations(shipped, catalogue, True, _own(arguments)))
    path = _own(arguments) / f"{arguments.language}.po"
    source = _source(path, SHIPPED / path.name)
    if arguments.taken:
        return _import(catalogue, path, source, arguments)
    dutch = all_keys(catalogue)
    lines = [TranslationLine(key, text, source.texts.get(key, "")) for key, text in dutch.items()]
    if arguments.export:
        return _export(arguments.export, lines, source, arguments.language)
    missing = [line for line in lines if not line.text.strip()]
    for line in missing:
        print(f"{line.key}\t{line.dutch}")
    return 1 if missing else 0


def _own(arguments: argparse.Namespace) -> Path:
    """Where an import is kept: in the data of this installation, which an upgrade leaves alone."""
    return arguments.folder or own_folder(load_config().home)


def _source(*paths: Path) -> PoFile:
    """The first of these files that is there."""
    found = next((path for path in paths if path.exists()), None)
    return read_po(found) if found else PoFile({}, {}, {})


def _coverage(catalogue: Catalogue, translations: Translations) -> int:
    total = len(all_keys(catalogue))
    for code, language in translations.languages.items():
        if code == SOURCE:
            continue
        done = sum(bool(translations.sources[code].texts.get(key)) for key in all_keys(catalogue))
        say(
            "{code}  {language:<12} {status:<14} {done} of {total} texts",
            code=code,
            language=language.name,
            status=language.status,
            done=done,
            total=total,
        )
        for questionnaire in catalogue.newest():
            missing = translations.missing(questionnaire, code)
            if missing:
                shown = ", ".join(missing[:6]) + (" ..." if len(missing) > 6 else "")
                say(
                    "    {code}: {number} missing: {shown}",
                    code=questionnaire.code,
                    number=len(missing),
                    shown=shown,
                )
    return 0


def _export(path: Path, lines: list[TranslationLine], source: PoFile, language: str) -> int:
    writers = {
        ".po": lambda: write_po(path, _header(source, language, None), lines),
        ".xlsx": lambda: write_sheet(path, lines),
    }
    if path.suffix.lower() not in writers:
        raise BadInput("{file}: give a name that ends in .po or .xlsx", file=path.name)
    writers[path.suffix.lower()]()
    say(
        "{path}: {number} texts, {left} to translate",
        path=path,
        number=len(lines),
        left=sum(not line.text for line in lines),
    )
    return 0


def _import(catalogue: Catalogue, path: Path, source: PoFile, arguments: argparse.Namespace) -> int:
    dutch = all_keys(catalogue)
    texts, refused = judged(read_lines(arguments.taken), dutch)
    if refused:
        print("\n".join(refused), file=sys.stderr)
        raise BadInput(
            "{taken}: {number} lines refused, nothing taken over",
            taken=arguments.taken.name,
            number=len(refused),
        )
    kept = {**source.texts, **texts}
    if longer := longer_easy(kept):
        raise BadInput(
            "{taken}: longer than the text it makes easy: {longer}; nothing taken over",
            taken=arguments.taken.name,
            longer=", ".join(longer),
        )
    lines = [TranslationLine(key, text, kept.get(key, "")) for key, text in dutch.items()]
    path.parent.mkdir(parents=True, exist_ok=True)
    write_po(path, _header(source, arguments.language, arguments.status), lines)
    say("{path}: {number} texts taken over", path=path, number=len(texts))
    return 0


def _header(source: PoFile, language: str, status: str | None) -> dict[str, str]:
    header = {"Language": language, "Content-Type": "text/plain; charset=UTF-8"}
    header.update(source.header)
    # What was changed has to be checked anew, unless somebody says that it has been.
    header["X-Status"] = status or source.header.get("X-Status", DRAFT)
    return header
