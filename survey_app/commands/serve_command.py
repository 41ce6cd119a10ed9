"""`trajectspiegel serve`: the web application under Granian, ready for a proxy in front."""

import argparse
import errno
import socket
from functools import partial
from ipaddress import ip_address

from flask import Flask
from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels
from sqlalchemy import select

from survey_app.application import create_app
from survey_app.commands.schema import check_schema
from survey_app.config import Config, load_config
from survey_app.database import only_of, reading
from survey_app.errors import BadInput
from survey_app.fieldwork.contacts.keys import check_contact_keys
from survey_app.installation import Installation, open_installation
from survey_app.logs.lines import logger_of, start_log
from survey_app.models import Organisation
from survey_app.operators.sentence import system_words
from survey_app.retention.services_erasing import replay_erasures

STOP_WITHIN_SECONDS = 10
LAST_PORT = 65535


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where to listen, and with how many processes."""
    parser.add_argument(
        "--host", default="127.0.0.1", help="address to listen on; 0.0.0.0 is every one"
    )
    parser.add_argument("--port", type=int, default=8000, help="default: 8000")
    parser.add_argument("--workers", type=int, default=2, help="processes (default: 2)")
    parser.add_argument("--threads", type=int, choices=(1, 2), default=1, help="per worker")


def run(arguments: argparse.Namespace) -> int:
    """Serve until stopped."""
    _check_address(arguments.host, arguments.port, arguments.workers)
    config = load_config()
    refuse_taken(arguments.host, arguments.port)
    check_ready(open_installation(config))
    serve(config, arguments.host, arguments.port, arguments.workers, arguments.threads)
    return 0


def _check_address(host: str, port: int, workers: int) -> None:
    try:
        ip_address(host)
    except ValueError:
        raise BadInput(
            "--host {host!r}: give an address such as 127.0.0.1 or 0.0.0.0", host=host
        ) from None
    if not 1 <= port <= LAST_PORT:
        raise BadInput(
            "--port {port}: give a number from 1 to {last_port}", port=port, last_port=LAST_PORT
        )
    if workers < 1:
        raise BadInput("--workers {workers}: give a number from 1", workers=workers)


def refuse_taken(host: str, port: int) -> None:
    """Two programs on one port answer in turns, each for its own installation. Raises BadInput.

    Only for who starts by hand: Granian shares its port between processes on purpose, so the
    system does not refuse a second one.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as line:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            line.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise BadInput(
                    "--port {port}: another program listens there; stop it, or name another port",
                    port=port,
                ) from None
            raise BadInput(
                "--host {host} --port {port}: cannot listen there ({reason})",
                host=host,
                port=port,
                reason=system_words(error),
            ) from None


def logging_app(config: Config) -> Flask:
    """The application in a process of its own, which writes its log."""
    start_log()
    return create_app(config)


def check_ready(installation: Installation) -> None:
    """Refuse to start rather than fail at the first visitor.

    Raises KeyMissing, SettingError, StoreUnavailable or BadInput with the remedy.
    """
    create_app(installation=installation)
    check_schema(installation.engine)
    replay_erasures(installation)
    with reading(installation.engine) as session:
        organisations = session.scalars(select(Organisation.id)).all()
    for organisation_id in organisations:
        with only_of({organisation_id}), reading(installation.engine) as session:
            check_contact_keys(session, installation, organisation_id)
    installation.engine.dispose()


def serve(config: Config, host: str, port: int, workers: int = 2, threads: int = 1) -> None:
    """Granian in this process and its workers; returns after SIGINT or SIGTERM.

    The access log stays off: addresses of visitors and links may stand in no log.
    """
    start_log()
    logger_of(__name__).info("serving", address=f"http://{host}:{port}", seen_as=config.base_url)
    server = Granian(
        "survey_app.application:create_app",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=threads,
        http=HTTPModes.http1,
        websockets=False,
        respawn_failed_workers=True,
        workers_kill_timeout=STOP_WITHIN_SECONDS,  # one that is still starting hears no SIGTERM
        log_access=False,
        log_level=LogLevels.warning,
    )
    here = config.base_url if config.secure else f"http://{host}:{port}"
    server.on_startup(lambda: logger_of(__name__).info("ready", log_in=f"{here}/inloggen"))
    server.serve(target_loader=partial(logging_app, config), wrap_loader=False)
