"""Row C9: mail scanners and previews come first, by every way in; nothing changes, nobody loses."""

import pytest

from tests.respond.conftest import Fieldwork, NewRespondent
from tests.respond.test_ways_in import open_link

AGENTS = (
    "Mozilla/5.0 (compatible; SkypeUriPreview)",
    "facebookexternalhit/1.1",
    "WhatsApp/2.23",
    "Twitterbot/1.0",
    "BingPreview/1.0b",
    "Slackbot-LinkExpanding 1.0",
    "curl/8",
    "Barracuda Sentinel",
    "Proofpoint URL Defense",
    "Googlebot/2.1",
)
WAYS = ("link", "open link", "letter code")


@pytest.mark.parametrize("way", WAYS)
def test_scanners_and_previews_change_no_row_and_the_person_still_completes(
    way: str, fieldwork: Fieldwork, someone: NewRespondent
) -> None:
    ways = fieldwork.invite(with_code=True)
    shared = open_link(fieldwork, maximum=1)  # room for one person: a scanner may not take it
    paths = {
        "link": (f"/v/{ways.token}", f"/v/{ways.token}?taal=en", f"/afmelden/{ways.token}"),
        "open link": (f"/v/{shared}", f"/v/{shared}?taal=ar"),
        "letter code": ("/", "/code", f"/code?code={ways.code}", "/code?taal=tr"),
    }[way]
    before = fieldwork.rows()
    for agent in AGENTS:
        for method in ("GET", "HEAD", "GET", "HEAD"):
            for path in paths:
                answer = someone().client.open(path, method=method, headers={"User-Agent": agent})
                assert answer.status_code == (303 if path == "/" else 200), path
    assert fieldwork.rows() == before
    person = someone()
    if way == "letter code":
        person.open("/code").press(code=str(ways.code)).press("Begin")
    else:
        person.start(ways.token if way == "link" else shared)
    assert person.answer_all().press("Verstuur").path == "/klaar"
    assert len(fieldwork.submissions()) == 1
