"""An account sees its own organisations; what is of another does not exist (row I2)."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, select, update

from survey_app.database import only_of, reading, session_of
from survey_app.evaluation.publishing.services_documents import make_documents
from survey_app.installation import Installation
from survey_app.models import Contact, Invitation, Membership, StaffAccount, Wave
from tests.tenancy.conftest import Place

STAFF = ("evaluation.", "fieldwork.", "sending.", "replies.", "recontact.", "needs.")
NAMED = {"wave_id", "invitation_id", "volunteer_id", "needs_id", "group_id"}
PLACE = re.compile(r"<(?:\w+:)?(\w+)>")
ELSEWHERE = {
    "code": "K3-TIJDENS",
    "cell_code": "R07-C",
    "kind": "xlsx",
    "filename": "x",
    "about": "norm",
    "way": "email",
    "what": "uitnodiging",
    "number": "2",
}


def addresses(app: Flask, method: str, place: Place) -> Iterator[tuple[str, str]]:
    """Every page of staff about a wave or a person: (role, path)."""
    known = {**place.known, **ELSEWHERE}
    for rule in app.url_map.iter_rules():
        names = set(PLACE.findall(rule.rule))
        if not rule.endpoint.startswith(STAFF) or method not in (rule.methods or ()):
            continue
        if not names & NAMED:
            continue
        roles = app.view_functions[rule.endpoint].roles
        here = known | ({"code": "U01"} if "about" in names else {})
        path = PLACE.sub(lambda one, here=here: here.get(one[1], "K3-TIJDENS"), rule.rule)
        yield roles[0], path


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_every_page_of_another_organisation_is_not_there(
    app: Flask, staff: dict[str, FlaskClient], theirs: Place, method: str
) -> None:
    tried = list(addresses(app, method, theirs))
    assert tried
    answers = {path: staff[role].open(path, method=method) for role, path in tried}
    for path, answer in answers.items():
        # a form without its token is refused before anybody looks whose page it is
        assert answer.status_code in ((404,) if method == "GET" else (400, 403, 404)), path
        assert b"Elders" not in answer.data, path


def test_the_pages_of_ones_own_organisation_are_there(
    app: Flask, installation: Installation, staff: dict[str, FlaskClient], ours: Place
) -> None:
    make_documents(installation)
    found = [staff[role].get(path).status_code for role, path in addresses(app, "GET", ours)]
    assert found
    assert set(found) <= {200, 302, 303}


@pytest.mark.parametrize(("role", "path"), [("evaluator", "/metingen"), ("fieldworker", "/werk")])
def test_lists_name_ones_own_waves_only(
    staff: dict[str, FlaskClient], role: str, path: str, ours: Place, theirs: Place
) -> None:
    page = staff[role].get(path, follow_redirects=True).get_data(as_text=True)
    assert theirs.wave_id not in page
    assert "Elders" not in page
    if role == "evaluator":
        assert ours.wave_id in page


def test_a_role_counts_only_where_somebody_has_it(
    app: Flask, installation: Installation, staff: dict[str, FlaskClient], theirs: Place
) -> None:
    with session_of(installation.engine) as session:
        account = session.scalars(
            select(StaffAccount).where(StaffAccount.name == "fieldworker")
        ).one()
        session.add(
            Membership(
                account_id=account.id, organisation_id=theirs.organisation_id, role="evaluator"
            )
        )
        session.commit()
    client = staff["fieldworker"]
    assert client.get(f"/metingen/{theirs.wave_id}/tabel-1").status_code in (200, 202)
    assert client.get(f"/veldwerk/papier/{theirs.wave_id}/K3-TIJDENS").status_code == 404


def test_who_is_taken_off_sees_nothing_at_the_next_page(
    installation: Installation, staff: dict[str, FlaskClient], ours: Place
) -> None:
    path = f"/metingen/{ours.wave_id}/tabel-1"
    assert staff["evaluator"].get(path).status_code in (200, 202)
    with session_of(installation.engine) as session:
        session.execute(delete(Membership))
        session.commit()
    assert staff["evaluator"].get(path).status_code == 404


def test_an_account_in_two_organisations_sees_both(
    app: Flask, installation: Installation, staff: dict[str, FlaskClient], theirs: Place
) -> None:
    with session_of(installation.engine) as session:
        account = session.scalars(
            select(StaffAccount).where(StaffAccount.name == "evaluator")
        ).one()
        held = {"account_id": account.id, "role": "evaluator"}
        session.add(Membership(organisation_id=theirs.organisation_id, **held))
        session.commit()
    page = staff["evaluator"].get("/metingen").get_data(as_text=True)
    assert page.count("Najaar") >= 2


def test_sessions_inside_only_of_leave_out_the_rest_by_themselves(
    installation: Installation, ours: Place, theirs: Place
) -> None:
    with only_of({ours.organisation_id}), reading(installation.engine) as session:
        assert session.scalars(select(Wave.id)).all() == [ours.wave_id]
        assert session.get(Wave, theirs.wave_id) is None
        assert session.scalars(select(Contact.id)).all() == [ours.contact_id]
    with only_of(()), reading(installation.engine) as session:
        assert session.scalars(select(Wave.id)).all() == []


def test_sessions_inside_only_of_change_and_delete_nothing_else(
    installation: Installation, ours: Place, theirs: Place
) -> None:
    with only_of({ours.organisation_id}), session_of(installation.engine) as session:
        session.execute(update(Wave).values(minimum_cell=6))
        session.execute(delete(Invitation))
        session.commit()
    with reading(installation.engine) as session:
        cells = dict(session.execute(select(Wave.id, Wave.minimum_cell)).all())
        assert cells == {ours.wave_id: 6, theirs.wave_id: 5}
        assert session.scalars(select(Invitation.id)).all() == [theirs.invitation_id]
