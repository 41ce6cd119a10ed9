"""`trajectspiegel demo`: a synthetic municipality, from invitation to documents, to click through.

Lives in ./demo/instance unless TRAJECTSPIEGEL_HOME says otherwise; safe to run twice.
"""

import argparse
import multiprocessing
import socket
import threading
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from multiprocessing.process import BaseProcess
from pathlib import Path

from survey_app.accounts.services_init import init
from survey_app.commands.serve_command import serve
from survey_app.config import Config, load_config
from survey_app.database import session_of
from survey_app.demo.building import CLIENTS, SEED, Size, build, fresh_links
from survey_app.demo.municipality import Measurement
from survey_app.errors import BadInput
from survey_app.evaluation.files.report_command import write_report
from survey_app.installation import Installation, open_installation
from survey_app.jobs import run_worker, stopped_by_signals
from survey_app.models.organisations import ROLES
from survey_app.operators.saying import say
from survey_app.operators.sentence import Sentence
from survey_app.organisations.waves import find_wave

MARK = "SYNTHETIC"
LOGINS = "first-logins.txt"
START_SECONDS = 120  # a busy machine; one that cannot start is seen at once
NOTICE = "Voorbeeld met verzonnen gegevens (synthetic data)"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """How large, where, and whether to stay."""
    parser.add_argument("--once", action="store_true", help="build, write the files and stop")
    parser.add_argument(
        "--out", type=Path, default=Path("demo"), metavar="DIR", help="for the files"
    )
    parser.add_argument(
        "--clients", type=int, default=CLIENTS, help=Sentence("default: {number}", number=CLIENTS)
    )
    parser.add_argument("--seed", type=int, default=SEED, help="decides who answers what")
    parser.add_argument(
        "--port", type=int, default=8000, help=Sentence("default: {number}", number=8000)
    )


def run(arguments: argparse.Namespace) -> int:
    """Build the municipality, write its files, and serve it unless --once."""
    if not 20 <= arguments.clients <= 100_000:
        raise BadInput("--clients: give a number from 20 to 100000")
    config = _own_config(load_config(default_home="demo/instance"), arguments)
    init(config, ROLES)
    installation = open_installation(config)
    print(NOTICE)
    shown, current = build(installation, Size(arguments.clients, arguments.seed), say)
    links = fresh_links(installation, current)
    for path in _write(installation, shown, arguments.out, links):
        print(f"  {path}")
    if not arguments.once:
        _stay(installation, arguments.port, links)
    return 0


def _own_config(config: Config, arguments: argparse.Namespace) -> Config:
    """The demo's settings: synthetic, and reachable from a telephone when it stays.

    Raises BadInput for a folder in which a real installation lives.
    """
    if (config.home / "keys").exists() and not (config.home / MARK).exists():
        raise BadInput(
            "{home} is a real installation: give the demo a folder of its own", home=config.home
        )
    config.home.mkdir(parents=True, exist_ok=True, mode=0o700)
    (config.home / MARK).write_text(f"{NOTICE}\n", encoding="utf-8")
    config = replace(config, synthetic=True, live=False, second_factor=False)
    if arguments.once:
        return config
    return replace(config, base_url=f"http://{_own_address()}:{arguments.port}")


def _write(
    installation: Installation,
    shown: Measurement,
    folder: Path,
    links: Sequence[tuple[str, str]],
) -> list[Path]:
    with session_of(installation.engine) as session:
        wave_id = find_wave(session, shown.name).id
    paths = write_report(installation, wave_id, folder)
    path = folder / "links.txt"
    path.write_text("".join(f"{link}\n" for _, link in links), encoding="utf-8")
    return [*paths, path]


def _stay(installation: Installation, port: int, links: Sequence[tuple[str, str]]) -> None:
    """Serve the web in a process of its own and work in this one, until Ctrl-C.

    Raises BadInput when the web application does not start, as when the port is taken.
    """
    context, stop = multiprocessing.get_context("spawn"), stopped_by_signals()
    arguments = (installation.config, "0.0.0.0", port)  # noqa: S104 - telephones must reach it
    web = context.Process(target=serve, args=arguments)
    web.start()
    try:
        if not _is_served(port, web, stop):
            raise BadInput(
                "the web application did not start: is port {port} taken? Try --port", port=port
            )
        _show(installation.config, links)
        threading.Thread(target=_stop_with, args=(web, stop), daemon=True).start()
        run_worker(installation, stop=stop)
    finally:
        web.terminate()
        web.join(START_SECONDS)


def _stop_with(web: BaseProcess, stop: threading.Event) -> None:
    web.join()
    stop.set()


def _is_served(port: int, web: BaseProcess, stop: threading.Event) -> bool:
    """Whether the web application answers, waiting while it starts."""
    for _ in range(START_SECONDS * 4):
        if not web.is_alive() or stop.is_set():
            return False
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return True
        stop.wait(0.25)
    return False


def _show(config: Config, links: Sequence[tuple[str, str]]) -> None:
    say(
        "\nOpen on a telephone in the same network (or here), then answer:\n  {link}",
        link=links[0][1],
    )
    say("Work screens: {base_url}/inloggen", base_url=config.base_url)
    for login in (config.home / LOGINS).read_text(encoding="utf-8").splitlines():
        role, _, password = login.partition(" ")
        say("  {role:<18} password {password}", role=role, password=password)
    say("  (the second step is off here; a real installation asks for it)")
    say("Messages that were 'sent': {file}\nStop with Ctrl-C.", file=config.home / "outbox.txt")


def _own_address() -> str:
    """This machine's address in the local network; nothing is sent to find it."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # an address kept for documentation
        except OSError:
            return "127.0.0.1"
        return str(probe.getsockname()[0])
