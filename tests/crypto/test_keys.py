"""The keys of an installation: made once, never overwritten, missed with a clear sentence."""

import stat
from pathlib import Path

import pytest
from nacl.public import PrivateKey

from survey_app.crypto.keys import SYMMETRIC, load_keys, make_keys
from survey_app.errors import KeyMissing


def test_keys_are_made_once_and_only_for_their_owner(tmp_path: Path) -> None:
    folder = tmp_path / "keys"
    made = make_keys(folder)
    before = {path.name: path.read_text() for path in folder.iterdir()}
    assert make_keys(folder) == []
    assert {path.name: path.read_text() for path in folder.iterdir()} == before
    assert set(made) == {*SYMMETRIC, "worker_secret", "worker_public"}
    assert {stat.S_IMODE((folder / name).stat().st_mode) for name in SYMMETRIC} == {0o600}


def test_a_web_server_does_without_the_keys_of_sender_and_worker(tmp_path: Path) -> None:
    make_keys(tmp_path)
    for name in ("sender", "worker_secret"):
        (tmp_path / name).unlink()
    keys = load_keys(tmp_path, {})
    for need in (keys.need_sender, keys.need_worker):
        with pytest.raises(KeyMissing, match=r"key (sender|worker_secret) is not here"):
            need()


@pytest.mark.parametrize(
    "name", ["session", "lookup", "contact", "pepper", "link", "worker_public"]
)
def test_a_lost_key_is_named_with_its_remedy(tmp_path: Path, name: str) -> None:
    make_keys(tmp_path)
    (tmp_path / name).unlink()
    with pytest.raises(KeyMissing, match=rf"key {name} .*backup"):
        load_keys(tmp_path, {})


@pytest.mark.parametrize("content", [b"", b"abc", b"zz" * 32, b"ab" * 31, b"\xff\xfe" * 32])
def test_a_damaged_key_is_refused(tmp_path: Path, content: bytes) -> None:
    make_keys(tmp_path)
    (tmp_path / "pepper").write_bytes(content)
    with pytest.raises(KeyMissing, match="pepper"):
        load_keys(tmp_path, {})


def test_the_environment_comes_before_the_file(tmp_path: Path) -> None:
    make_keys(tmp_path)
    other = PrivateKey.generate()
    environment = {
        "worker_public": bytes(other.public_key).hex(),
        "worker_secret": bytes(other).hex(),
        "pepper": "07" * 32,
    }
    keys = load_keys(tmp_path, environment)
    assert keys.pepper == b"\x07" * 32
    assert keys.worker_public.writing == other.public_key


def test_the_public_key_of_a_worker_elsewhere_is_never_replaced(tmp_path: Path) -> None:
    make_keys(tmp_path)
    (tmp_path / "worker_secret").unlink()
    before = (tmp_path / "worker_public").read_text()
    assert make_keys(tmp_path) == []
    assert (tmp_path / "worker_public").read_text() == before


def test_making_keys_goes_on_where_it_was_broken_off(tmp_path: Path) -> None:
    make_keys(tmp_path)
    before = (tmp_path / "worker_public").read_text()
    (tmp_path / "worker_public").unlink()
    assert make_keys(tmp_path) == ["worker_public"]
    assert (tmp_path / "worker_public").read_text() == before


def test_halves_of_two_pairs_are_refused_at_start(tmp_path: Path) -> None:
    make_keys(tmp_path / "one")
    make_keys(tmp_path / "other")
    (tmp_path / "one" / "worker_secret").write_bytes(
        (tmp_path / "other" / "worker_secret").read_bytes()
    )
    with pytest.raises(KeyMissing, match="not a pair"):
        load_keys(tmp_path / "one", {})
