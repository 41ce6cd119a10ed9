"""`trajectspiegel`: every command, found by name and imported only when it is used."""

import argparse
import getpass
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module

from survey_app.audit.actor import acting_as
from survey_app.config import load_config, operators_language
from survey_app.database import engines_closed, only_of
from survey_app.errors import TrajectspiegelError
from survey_app.operators.arguments import Parser
from survey_app.operators.saying import said, warn
from survey_app.operators.sentence import system_words
from survey_app.questionnaire.files.reading import DefinitionError
from survey_app.settings.variables import FORMS

# command -> module that has `add_arguments(parser)` and `run(arguments) -> int`
COMMANDS = {
    "init": ("survey_app.accounts.init_command", "make keys, database and accounts"),
    "migrate": ("survey_app.commands.migrate_command", "bring the database to the newest schema"),
    "check": ("survey_app.commands.check_command", "validate every questionnaire and all 47 cells"),
    "new-organisation": (
        "survey_app.fieldwork.waves.commands.new_organisation_command",
        "add an organisation",
    ),
    "settings": ("survey_app.commands.settings_command", "what an organisation filled in, as TOML"),
    "new-account": (
        "survey_app.accounts.commands.new_account_command",
        "make an account with a first password",
    ),
    "reset-password": (
        "survey_app.accounts.commands.reset_password_command",
        "a new password for an account",
    ),
    "list-accounts": (
        "survey_app.accounts.commands.list_accounts_command",
        "who may log in, and as what",
    ),
    "member": ("survey_app.accounts.member_command", "let an account work for an organisation"),
    "roles": ("survey_app.commands.roles_command", "who may open which page"),
    "new-wave": ("survey_app.fieldwork.waves.commands.new_wave_command", "plan a wave (meting)"),
    "change-wave": (
        "survey_app.fieldwork.waves.commands.change_wave_command",
        "correct a wave that nobody has answered in",
    ),
    "delete-wave": (
        "survey_app.fieldwork.waves.commands.delete_wave_command",
        "delete a wave that nobody has answered in",
    ),
    "close-wave": ("survey_app.intake.close_wave_command", "close a wave, move its last answers"),
    "import-contacts": (
        "survey_app.fieldwork.contacts.import_contacts_command",
        "read contacts from CSV",
    ),
    "import-answers": ("survey_app.intake.import_answers_command", "read a long answer CSV"),
    "import-figures": (
        "survey_app.evaluation.figures.import_figures_command",
        "read figures F01-F17",
    ),
    "import-trajectories": (
        "survey_app.evaluation.providers.import_trajectories_command",
        "read finished trajectories of providers",
    ),
    "send": ("survey_app.messaging.send_command", "send invitations or reminders"),
    "bounce": (
        "survey_app.messaging.replies.bounce_command",
        "note that an e-mail came back (reads the mail)",
    ),
    "export-messages": (
        "survey_app.messaging.export_messages_command",
        "what was sent to whom and when, as CSV",
    ),
    "test-mail": ("survey_app.messaging.mail_test_command", "one e-mail to yourself"),
    "volunteers": (
        "survey_app.separate.recontact.volunteers_command",
        "who offered to be interviewed (U-SELECTIE)",
    ),
    "needs": (
        "survey_app.separate.needs.needs_command",
        "half-yearly needs forms (HALFJAAR)",
    ),
    "recordings": (
        "survey_app.organisations.recordings.recordings_command",
        "recorded questions and answers, to listen to",
    ),
    "links": ("survey_app.fieldwork.links.links_command", "make links or letter codes for a wave"),
    "paper": ("survey_app.fieldwork.paper.paper_command", "a questionnaire on paper, as PDF"),
    "serve": ("survey_app.commands.serve_command", "serve the web application"),
    "worker": ("survey_app.commands.worker_command", "move batches, compute tables, send messages"),
    "audit": ("survey_app.audit.audit_command", "verify or show the log of who did what"),
    "erase": ("survey_app.retention.erase_command", "wipe somebody who asks for it, everywhere"),
    "rotate-keys": (
        "survey_app.rotation.rotate_keys_command",
        "another key for what is kept, while everybody works on",
    ),
    "rebuild-counts": ("survey_app.intake.rebuild_command", "recount a wave from its responses"),
    "table": ("survey_app.evaluation.table1.table_command", "Tabel 1 of a wave as JSON or text"),
    "interim": (
        "survey_app.evaluation.publishing.interim_command",
        "publish an open wave once, on purpose",
    ),
    "evaluation": (
        "survey_app.evaluation.api.evaluation_command",
        "the whole evaluation of a wave as JSON",
    ),
    "report": ("survey_app.evaluation.files.report_command", "Tabel 1 as PDF, XLSX and ODS"),
    "translations": (
        "survey_app.commands.translations_command",
        "export, import and cover translations",
    ),
    "demo": ("survey_app.demo.demo_command", "a synthetic municipality, ready to click"),
}


DESCRIPTION = """Questionnaires for everybody in a trajectory, and the table of what they answered.

Begin with init, then new-organisation and new-wave; every command explains itself with --help.
"""
SETTINGS = "settings, from the environment:"


def main(words: list[str] | None = None) -> int:
    """Run one command; a known error is one sentence on stderr and exit status 1."""
    arguments = _parser(sys.argv[1:] if words is None else words)
    try:
        operators_language()
        with engines_closed(), acting_as(_operator()), _for_one_organisation(arguments):
            return int(import_module(COMMANDS[arguments.command][0]).run(arguments) or 0)
    except BrokenPipeError:  # whoever read our output has seen enough
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 (until we exit)
        return 0
    except (TrajectspiegelError, DefinitionError) as error:
        warn("trajectspiegel {command}: {said}", command=arguments.command, said=said(error))
        return 1
    except OSError as error:
        if error.filename is None:  # no file or folder that a person can put right
            raise
        warn(
            "trajectspiegel {command}: {file}: {reason}; "
            "check the path and who may read or write it",
            command=arguments.command,
            file=error.filename,
            reason=system_words(error),
        )
        return 1
    except KeyboardInterrupt:
        return 130


def _operator() -> str:
    """Who gave the command, for the audit log: the account of the system, where it has a name."""
    try:
        return f"opdracht van {getpass.getuser()}"
    except (KeyError, OSError):
        return "opdracht"


@contextmanager
def _for_one_organisation(arguments: argparse.Namespace) -> Iterator[None]:
    """A command about a wave sees, with --organisation, the waves of that organisation only."""
    name = getattr(arguments, "organisation", None)
    if name is None or not hasattr(arguments, "wave"):
        yield
        return
    waves = import_module("survey_app.organisations.waves")  # slow to import, and rarely needed
    with only_of({waves.organisation_id(load_config().database_url, name)}):
        yield


def _parser(words: list[str]) -> argparse.Namespace:
    parser = Parser(
        prog="trajectspiegel",
        description=said(DESCRIPTION),
        epilog="\n".join((said(SETTINGS), *_forms())),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, (module, summary) in COMMANDS.items():
        sub = commands.add_parser(name, help=said(summary), description=said(summary))
        if name in words[:1]:
            import_module(module).add_arguments(sub)
            named = {action.dest for action in sub._actions}
            if "wave" in named and not named & {"organisation", "owner"}:
                sub.add_argument(
                    "--organisation", metavar="NAME", help="where several have such a wave"
                )
    return parser.parse_args(words)


def _forms() -> Iterator[str]:
    """Every setting with the form of its value."""
    return (f"  {name}\n      {said(form)}" for name, form in FORMS.items())


if __name__ == "__main__":
    sys.exit(main())
