"""`trajectspiegel list-accounts`: who may log in, and as what."""

import argparse

from sqlalchemy import select

from survey_app.config import load_config
from survey_app.database import reading
from survey_app.installation import open_installation
from survey_app.models import Membership, Organisation, StaffAccount
from survey_app.operators.saying import said


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Nothing to choose."""
    del parser


def run(arguments: argparse.Namespace) -> int:
    """One line a role, one for who has none."""
    del arguments
    held = (
        select(StaffAccount.name, StaffAccount.email, Membership.role, Organisation.name)
        .outerjoin(Membership, Membership.account_id == StaffAccount.id)
        .outerjoin(Organisation, Organisation.id == Membership.organisation_id)
        .order_by(StaffAccount.name, Organisation.name, Membership.role)
    )
    with reading(open_installation(load_config()).engine) as session:
        for name, email, role, place in session.execute(held):
            print(f"{name:<24} {email or '-':<32} {role or said('no role'):<20} {place or '-'}")
    return 0
