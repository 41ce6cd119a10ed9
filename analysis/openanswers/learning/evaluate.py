"""Measure the reading of open answers and write the figures down.

    python -m analysis.openanswers.learning.evaluate GOLD_FOLDER [--into docs/open-answers.md]

prints the figures in Markdown, or puts them between the two marks in a document. The folder holds
`held_out.tsv`, the sets of `gold.TUNED_ON`, `languages.tsv`, `held_out_names.toml` and
`identifiers_held_out.toml`, and `fresh.tsv` when there are answers that nothing was tuned on.
"""

import argparse
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from analysis.openanswers.answer import OpenAnswer
from analysis.openanswers.learning import gold, scores
from analysis.openanswers.learning.gold import InLanguage, Labelled
from analysis.openanswers.learning.measures import Estimate
from analysis.openanswers.learning.scores import Found

BEGIN = "<!-- figures: begin (python -m analysis.openanswers.learning.evaluate) -->"
END = "<!-- figures: end -->"
AFTERWARDS, FRESH, HELD_OUT = "afterwards", "fresh", "held_out"
# Sets that nothing was tuned on, with the title of their figures; the file may not be there yet.
UNSEEN = {
    AFTERWARDS: "Answers written after the code and measured once",
    FRESH: "Fresh answers, by someone else and never used",
    HELD_OUT: "Held-out answers, written before the first version of the lists",
}


def report(folder: Path) -> str:
    """Return all figures for the labelled answers in `folder`, as Markdown.

    Raises OSError when a file is missing and KeyError when a column is.
    """
    found = unseen(folder)
    development = [a for name in gold.TUNED_ON for a in gold.read_labelled(folder / f"{name}.tsv")]
    everything = (*development, *(one for answers in found.values() for one in answers))
    parts = [
        *(line for name, answers in found.items() for line in _answers(UNSEEN[name], answers)),
        *_answers("Development answers (the lists were tuned on these: too good)", development),
        *_languages(folder, everything),
        *_identifiers(folder),
        *_names(folder, everything),
    ]
    return "\n".join(parts)


def unseen(folder: Path) -> dict[str, tuple[Labelled, ...]]:
    """Return the sets of `UNSEEN` that are there, by name.

    Raises KeyError when a column is missing.
    """
    paths = {name: folder / f"{name}.tsv" for name in UNSEEN}
    return {name: gold.read_labelled(path) for name, path in paths.items() if path.exists()}


def into(document: str, figures: str) -> str:
    """Return `document` with `figures` between its two marks.

    Raises ValueError when a mark is missing.

    Example:
        >>> into(f"a\\n{BEGIN}\\nold\\n{END}\\nb", "new").splitlines()[2]
        'new'

    """
    before, mark, rest = document.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (mark and end):
        raise ValueError("the document has no place for figures")
    return f"{before}{BEGIN}\n{figures}\n{END}{after}"


def _shown(estimate: Estimate) -> str:
    return f"{estimate.value:.2f} ({estimate.low:.2f}–{estimate.high:.2f})"


def _table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> list[str]:
    lines = [head, ["---"] * len(head), *rows]
    return ["", *("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)]


def _summary(
    answers: Sequence[Labelled], read: Sequence[OpenAnswer], themes: scores.ThemeScores
) -> list[tuple[object, ...]]:
    """The figures of a set, with those of simpler readings beside them."""
    classes, lists = scores.class_scores(answers, read), scores.lists_alone(answers)
    return [
        ("polarity, positive against negative", _shown(classes.polarity), classes.polarity.n),
        (
            "the same, general lexicon alone",
            _shown(scores.general_lexicon_polarity(answers)),
            classes.polarity.n,
        ),
        ("the same, our lists alone", _shown(lists[0]), lists[0].n),
        ("four classes, accuracy", _shown(classes.accuracy), classes.accuracy.n),
        ("four classes, macro-F1", _shown(classes.macro_f1), classes.macro_f1.n),
        ("the same, our lists alone", _shown(lists[1]), lists[1].n),
        (
            'four classes, accuracy without "onzeker"',
            _shown(classes.accuracy_decided),
            classes.accuracy_decided.n,
        ),
        ("themes, precision (micro)", _shown(themes.precision), themes.precision.n),
        ("themes, recall (micro)", _shown(themes.recall), themes.recall.n),
        ("themes, F1 (micro)", _shown(themes.f1), themes.f1.n),
    ]


def _answers(title: str, answers: Sequence[Labelled]) -> list[str]:
    read = scores.read_all(answers)
    themes = scores.theme_scores(answers, read)
    return [
        f"\n### {title}",
        *_table(("measure", "value (95 % interval)", "n"), _summary(answers, read, themes)),
        *_per_level(answers, read),
        *_confusion(answers, read),
        *_per_theme(themes),
        *_per_confidence(answers),
    ]


def _per_level(answers: Sequence[Labelled], read: Sequence[OpenAnswer]) -> list[str]:
    rows = [
        (
            level,
            classes.accuracy.n,
            _shown(classes.polarity),
            _shown(classes.accuracy),
            _shown(classes.macro_f1),
            _shown(themes.f1),
        )
        for level, (classes, themes) in scores.per_level(answers, read).items()
    ]
    head = ("level", "n", "polarity", "accuracy", "macro-F1", "themes F1")
    return ["\nPer language level:", *_table(head, rows)]


def _confusion(answers: Sequence[Labelled], read: Sequence[OpenAnswer]) -> list[str]:
    table = scores.class_table(answers, read)
    rows = [
        (label, *counts) for label, counts in zip(scores.LABELS, table, strict=True) if sum(counts)
    ]
    return ["\nGold label (rows) against reading (columns):", *_table(("", *scores.LABELS), rows)]


def _per_theme(themes: scores.ThemeScores) -> list[str]:
    rows = [(code, *counts) for code, counts in themes.per_theme.items()]
    return ["\nPer theme:", *_table(("theme", "found", "wrongly found", "missed"), rows)]


def _per_confidence(answers: Sequence[Labelled]) -> list[str]:
    rows = [
        (f"{low:.1f}–{high:.1f}", n, f"{right / n:.2f}" if n else "–")
        for low, high, n, right in scores.per_confidence(answers)
    ]
    return ["\nIs the confidence worth its name:", *_table(("confidence", "n", "right"), rows)]


def _found_rows(found: Mapping[str, Found]) -> list[tuple[object, ...]]:
    return [(kind, f.found, f.planted, f"{f.share:.2f}") for kind, f in found.items()]


def _languages(folder: Path, dutch: Iterable[Labelled]) -> list[str]:
    other = gold.read_languages(folder / "languages.tsv")
    all_answers = (*(InLanguage(answer.text, "nl") for answer in dutch), *other)
    found = scores.languages_found(all_answers)
    return [
        "\n### Language of the answer",
        *_table(("language", "recognised", "of", "share"), _found_rows(found)),
    ]


def _identifiers(folder: Path) -> list[str]:
    cases = gold.read_identifiers(folder / "identifiers_held_out.toml")
    found = scores.per_kind(cases, scores.finds_identifier)
    return [
        "\n### Personal data by pattern",
        *_table(("kind", "found", "of", "share"), _found_rows(found)),
    ]


def _names(folder: Path, without: Sequence[Labelled]) -> list[str]:
    names = gold.read_names(folder / "held_out_names.toml")
    small = [replace(n, text=n.text.lower(), planted=n.planted.lower()) for n in names]
    capital = scores.per_kind(names, scores.hides_name)
    lower = scores.per_kind(small, scores.hides_name)
    rows = [
        (origin, found.planted, f"{found.share:.2f}", f"{lower[origin].share:.2f}")
        for origin, found in capital.items()
    ]
    wrong = scores.false_names(without)
    head = ("origin", "sentences", "found with capital", "found without capital")
    return [
        "\n### Names, per origin",
        *_table(head, rows),
        f"\nMarked as a name in {len(without)} answers that hold no name: {len(wrong)}"
        + (f" ({', '.join(sorted(set(wrong)))})." if wrong else "."),
    ]


def main() -> None:
    """Read the command line, measure, and print or write the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="the folder with labelled answers")
    parser.add_argument("--into", type=Path, help="a document with two marks to write between")
    options = parser.parse_args()
    figures = report(options.folder)
    if options.into is None:
        print(figures)
        return
    document = options.into.read_text(encoding="utf-8")
    options.into.write_text(into(document, figures), encoding="utf-8")


if __name__ == "__main__":
    main()
