"""`python -m analysis.cases DIR --out OUT`: exit 1 when a case cannot be computed."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from pathlib import Path

from analysis.cases.reading import CaseError
from analysis.cases.running import found_cases, run_case


def main(arguments: list[str] | None = None) -> int:
    """Compute every case below DIR into OUT; say what went wrong and go on with the others."""
    parser = ArgumentParser(prog="python -m analysis.cases", description=main.__doc__)
    parser.add_argument("folder", metavar="DIR", type=Path)
    parser.add_argument("--out", metavar="OUT", type=Path, required=True)
    chosen = parser.parse_args(arguments)
    if not chosen.folder.is_dir():
        sys.stderr.write(f"{chosen.folder}: is not a folder\n")
        return 1
    cases = list(found_cases(chosen.folder))
    failed = 0
    for case in cases:
        try:
            run_case(case, chosen.out)
        except CaseError as error:
            failed += 1
            sys.stderr.write(f"{error}\n")
    sys.stdout.write(f"{len(cases) - failed} of {len(cases)} cases written to {chosen.out}\n")
    return 1 if failed or not cases else 0


if __name__ == "__main__":
    sys.exit(main())
