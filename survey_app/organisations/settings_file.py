"""The settings of an organisation as a file: what TOML says of them, in and out.

The database is what counts. A file is taken over when nothing is filled in yet, or when somebody
asks for it (`trajectspiegel settings`).
"""

import json
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from survey_app.errors import BadInput
from survey_app.operators.sentence import system_words
from survey_app.organisations.looks.logo import check_logo
from survey_app.organisations.settings import checked

FOLDER = "organisations"
MAX_BYTES = 256 * 1024


def read_settings(path: Path) -> tuple[dict[str, Any], bytes | None]:
    """What a file says, as it is stored, and the logo beside it.

    Raises BadInput naming the file and the key that is wrong, or the contrast that falls short.
    """
    raw = path.read_bytes()
    if len(raw) > MAX_BYTES:
        raise BadInput("{file}: larger than {max_bytes} bytes", file=path.name, max_bytes=MAX_BYTES)
    try:
        content = tomllib.loads(raw.decode("utf-8-sig"))  # Windows puts a mark at the beginning
    except (ValueError, RecursionError) as error:
        raise BadInput("{file}: not TOML: {error}", file=path.name, error=error) from error
    try:
        values = checked(content)
        return values, _logo(path, values.get("logo", ""))
    except BadInput as error:
        raise BadInput("{file}: {error}", file=path.name, error=error) from error


def written_settings(values: Mapping[str, Any]) -> str:
    """The same as TOML, to keep or to take over elsewhere.

    >>> print(written_settings({"help_phone": "14 0182", "theme": {"ts-header-color": "#14506b"}}))
    help_phone = "14 0182"
    theme = { "ts-header-color" = "#14506b" }
    <BLANKLINE>
    """
    return "".join(f"{key} = {_written(value)}\n" for key, value in values.items())


def _written(value: Any) -> str:
    if isinstance(value, Mapping):
        inside = ", ".join(f"{_written(key)} = {_written(one)}" for key, one in value.items())
        return f"{{ {inside} }}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(_written(one) for one in value)}]"
    # What JSON escapes, TOML escapes alike; only DEL has to be escaped there as well.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007F")


def _logo(path: Path, name: str) -> bytes | None:
    if not name:
        return None
    if Path(name).name != name:
        raise BadInput("logo must be a file beside it")
    try:
        content = path.with_name(name).read_bytes()
    except OSError as error:
        raise BadInput("logo {name}: {reason}", name=name, reason=system_words(error)) from error
    check_logo(name, content)
    return content
