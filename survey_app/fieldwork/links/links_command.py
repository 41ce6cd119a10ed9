"""`trajectspiegel links --wave W --questionnaire Q`: open or personal links without contacts."""

import argparse

from survey_app.config import load_config
from survey_app.crypto.tokens import grouped
from survey_app.fieldwork.links.services import Personal, make_links, make_open_link
from survey_app.installation import open_installation
from survey_app.ways_in.links import answer_link


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What for, and whether one link for a group or one for each person."""
    parser.add_argument("--wave", required=True, help="name of the wave")
    parser.add_argument(
        "--questionnaire", required=True, type=str.upper, metavar="CODE", help="as K3-TIJDENS"
    )
    kind = parser.add_mutually_exclusive_group(required=True)
    kind.add_argument("--open", action="store_true", help="one link for a group (poster)")
    kind.add_argument("--count", type=int, metavar="N", help="N personal links")
    parser.add_argument("--maximum", type=int, default=200, help="people per open link")
    parser.add_argument("--codes", action="store_true", help="print a letter code with each link")
    parser.add_argument(
        "--without-contract",
        action="store_true",
        help="personal links for bodies without a contract (UWV): they skip questions about one",
    )


def run(arguments: argparse.Namespace) -> int:
    """Print the links, one a line, each once it is stored."""
    installation = open_installation(load_config())
    base_url, wave, code = installation.config.base_url, arguments.wave, arguments.questionnaire
    if arguments.open:
        token = make_open_link(installation, wave, code, arguments.maximum)
        print(answer_link(base_url, token))
        return 0
    wanted = Personal(code, arguments.count, arguments.codes, not arguments.without_contract)
    for ways in make_links(installation, wave, wanted):
        printed = f"  {grouped(ways.code)}" if ways.code else ""
        print(f"{answer_link(base_url, ways.token)}{printed}", flush=True)
    return 0
