"""Ways in as the product makes them: the hashes before the transaction that stores them."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from survey_app.installation import Installation
    from survey_app.models import Invitation
    from survey_app.ways_in.access import Ways


def ways_for(
    installation: "Installation",
    invitation: "Invitation",
    mode: str = "web",
    with_code: bool = False,
) -> "Ways":
    """Ways in to an invitation, which is stored when it is new."""
    from survey_app.database import session_of  # noqa: PLC0415
    from survey_app.ways_in.access import prepare_accesses, store_accesses  # noqa: PLC0415

    with session_of(installation.engine) as session:
        session.add(invitation)
        session.commit()
        owner, invitation_id = invitation.organisation_id, invitation.id
    (prepared,) = prepare_accesses(installation, [invitation_id], with_code)
    with session_of(installation.engine) as session:
        store_accesses(session, owner, [prepared], mode)
        session.commit()
    return prepared.ways


def letter_ways(installation: "Installation", invitation_id: str) -> "Ways":
    """Ways in with a letter code to an invitation that is there."""
    from survey_app.database import reading  # noqa: PLC0415
    from survey_app.models import Invitation  # noqa: PLC0415

    with reading(installation.engine) as session:
        invitation = session.get_one(Invitation, invitation_id)
    return ways_for(installation, invitation, with_code=True)
