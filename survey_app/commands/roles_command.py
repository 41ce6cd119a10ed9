"""`trajectspiegel roles`: the role x route table, as the application declares it."""

import argparse
from collections.abc import Iterator

from flask import Flask

from survey_app.application import create_app
from survey_app.models.organisations import ROLES
from survey_app.operators.saying import said
from survey_app.visits.roles import allowed_at

WAYS = ("GET", "POST", "PUT", "PATCH", "DELETE")
SHORT = {role: "".join(part[0] for part in role.split("_")).upper() for role in ROLES}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which part of the table."""
    parser.add_argument("--role", choices=ROLES, help="only what this role may open")


def run(arguments: argparse.Namespace) -> int:
    """Show every page with a mark for each role that may open it."""
    app = create_app()
    print("  ".join(f"{short} = {role}" for role, short in SHORT.items()))
    head = said("page")
    print(f"{'':<5}{head:<62}{'  '.join(f'{SHORT[role]:<2}' for role in ROLES)}")
    for way, path, roles in routes(app):
        if arguments.role in (None, *roles):
            marks = "  ".join("x " if role in roles else ". " for role in ROLES)
            print(f"{way:<5}{path:<62}{marks if roles else said('everybody')}")
    return 0


def routes(app: Flask) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """(Method, path, roles) of every page; no roles where everybody may come."""
    for rule in sorted(app.url_map.iter_rules(), key=lambda one: one.rule):
        declared = getattr(app.view_functions[rule.endpoint], "roles", ())
        if allowed_at(rule.endpoint) is not None:
            for way in WAYS:
                if way in (rule.methods or ()):
                    yield way, rule.rule, declared
