"""Recorded questions: taken in by name, refused with a sentence, heard by whoever answers."""

import io
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from survey_app.cli import main
from survey_app.database import only_of
from survey_app.installation import Installation
from survey_app.organisations.recordings.opus import (
    LARGEST,
    RecordingRefused,
    milliseconds_of,
)
from survey_app.organisations.recordings.queries import recordings_of, sound_of
from survey_app.organisations.recordings.services import take_in
from tests.services.opus_file import opus_file
from tests.services.page_check import parsed
from tests.tenancy.conftest import Place, logged_in

PLACE = ("K3-TIJDENS", 1, "ti")


def sent(client: FlaskClient, place: Place, files: dict[str, bytes]) -> tuple[int, str]:
    path = f"/organisatie/{place.organisation_id}/opnamen/ti"
    html = parsed(client.get(path))
    token = html.select_one("main [name=csrf_token]")
    assert token is not None
    fields = {
        "csrf_token": token["value"],
        "opname": [(io.BytesIO(content), name) for name, content in files.items()],
    }
    answer = client.post(
        path, data=fields, content_type="multipart/form-data", follow_redirects=True
    )
    return answer.status_code, answer.get_data(as_text=True)


@pytest.mark.parametrize("seconds", [0.2, 1, 3.5])
def test_a_recording_lasts_as_long_as_it_sounds(seconds: float) -> None:
    assert milliseconds_of(opus_file(seconds)) == round(seconds * 1000)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "geen Opus-opname"),
        (b"ID3" + bytes(100), "geen Opus-opname"),
        (opus_file().replace(b"OpusHead", b"\x01vorbis "), "geen Opus-opname"),
        (opus_file(2)[:-40], "houdt halverwege op"),
        (opus_file() + b"rommel", "geen Opus-opname"),
        (opus_file(121), "langer dan 2 minuten"),
        (bytes(LARGEST + 1), "groter dan 200 kB"),
    ],
)
def test_what_is_no_recording_is_refused_with_the_reason(content: bytes, words: str) -> None:
    with pytest.raises(RecordingRefused, match=words):
        milliseconds_of(content)


def test_several_files_at_once_are_kept_or_refused_one_by_one(
    admin: FlaskClient, ours: Place, installation: Installation
) -> None:
    files = {
        "C301.opus": opus_file(tag=b"vraag"),
        "c301-5.OPUS": opus_file(tag=b"antwoord"),
        "X999.opus": opus_file(),
        "C302.opus": b"geen geluid",
        "C303.mp3": opus_file(),
    }
    status, page = sent(admin, ours, files)
    assert status == 422
    assert "2 bewaard, 3 geweigerd." in page
    assert "X999.opus hoort bij geen vraag of antwoord." in page
    assert "C302.opus is geen Opus-opname." in page
    assert "C303.mp3 heet niet als een opname" in page
    heard = recordings_of(installation.engine, "hier")[PLACE]
    assert sorted(heard.addresses) == [("C301", -1), ("C301", 5)]
    assert "2 van" in page


def test_a_new_file_replaces_and_wiping_takes_away(
    admin: FlaskClient, ours: Place, installation: Installation
) -> None:
    sent(admin, ours, {"C301.opus": opus_file(tag=b"oud")})
    old = recordings_of(installation.engine, "hier")[PLACE].address("C301")
    status, page = sent(admin, ours, {"C301.opus": opus_file(tag=b"nieuw")})
    assert (status, "1 opname bewaard." in page) == (200, True)
    new = recordings_of(installation.engine, "hier")[PLACE].address("C301")
    assert admin.get(old).status_code == 404
    assert admin.get(new).data == opus_file(tag=b"nieuw")
    path = f"/organisatie/{ours.organisation_id}/opnamen/ti/K3-TIJDENS"
    html = parsed(admin.get(path))
    token = html.select_one("main [name=csrf_token]")
    assert token is not None
    admin.post(path, data={"csrf_token": token["value"], "wis": "C301.opus"})
    assert recordings_of(installation.engine, "hier") == {}


def test_a_recording_is_kept_by_browsers_and_sent_in_pieces_without_a_session(
    app: Flask, ours: Place, theirs: Place, installation: Installation
) -> None:
    with only_of({ours.organisation_id}):
        take_in(installation, ours.organisation_id, "ti", [("C301.opus", opus_file())])
    address = recordings_of(installation.engine, "hier")[PLACE].address("C301")
    answer = app.test_client().get(address)
    assert (answer.mimetype, answer.data) == ("audio/ogg", opus_file())
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "Set-Cookie" not in answer.headers
    piece = app.test_client().get(address, headers={"Range": "bytes=0-3"})
    assert (piece.status_code, piece.data) == (206, b"OggS")
    elsewhere = address.replace("/hier/", "/elders/")
    assert app.test_client().get(elsewhere).status_code == 404
    assert sound_of(installation.engine, "elders", Path(address).stem) is None
    assert recordings_of(installation.engine, "elders") == {}


def test_shared_questions_are_heard_in_every_questionnaire(
    ours: Place, installation: Installation
) -> None:
    with only_of({ours.organisation_id}):
        taken = take_in(installation, ours.organisation_id, "ti", [("B1.opus", opus_file())])
    assert taken.kept == 1
    places = recordings_of(installation.engine, "hier")
    assert len(places) > 3
    assert len({heard.address("B1") for heard in places.values()}) == 1


def test_the_command_takes_a_folder_in_and_names_what_it_refuses(
    ours: Place,
    installation: Installation,
    home: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    folder = tmp_path / "opnamen"
    folder.mkdir()
    (folder / "C301.opus").write_bytes(opus_file())
    (folder / "C301-99.opus").write_bytes(opus_file())
    monkeypatch.setenv("TRAJECTSPIEGEL_HOME", str(installation.config.home))
    monkeypatch.setenv("DATABASE_URL", installation.config.database_url)
    words = ["recordings", "import", str(folder), "--language", "ti", "--organisation", "Hier"]
    assert main(words) == 1
    told = capsys.readouterr()
    assert "C301-99.opus belongs to no question" in told.err
    assert "1 of 2 recordings taken in" in told.out
    assert recordings_of(installation.engine, "hier")[PLACE].address("C301")


def test_another_organisation_has_no_page_here(
    app: Flask, installation: Installation, ours: Place, theirs: Place
) -> None:
    client = logged_in(app, installation, "organisation_admin", ours)
    for tail in ("ti", "ti/K3-TIJDENS"):
        assert client.get(f"/organisatie/{ours.organisation_id}/opnamen/{tail}").status_code == 200
        path = f"/organisatie/{theirs.organisation_id}/opnamen/{tail}"
        assert client.get(path).status_code == 404
    assert client.get(f"/organisatie/{ours.organisation_id}/opnamen/xx").status_code == 404
