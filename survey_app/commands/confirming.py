"""Asking before something is done that cannot be undone, on a terminal; scripts say --yes."""

import argparse
import sys

from survey_app.operators.saying import said, say

AGREED = ("j", "ja", "y", "yes")


def add_yes(parser: argparse.ArgumentParser) -> None:
    """The option of a script, where nobody can be asked."""
    parser.add_argument("--yes", action="store_true", help="do it without asking (for scripts)")


def confirmed(question: str, yes: bool) -> bool:
    """Whether somebody agreed; without a terminal only --yes does, and that is told."""
    if yes:
        return True
    if not sys.stdin.isatty():
        say("nothing was done: there is no terminal to ask on; repeat the command with --yes")
        return False
    try:
        agreed = input(f"{said(question)} {said('[y/N]')} ").strip().lower() in AGREED
    except EOFError:
        agreed = False
    if not agreed:
        say("nothing was done")
    return agreed
