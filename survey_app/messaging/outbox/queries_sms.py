"""What an invitation by text message would cost in this wave, before anybody gets one."""

from sqlalchemy.orm import Session

from survey_app.installation import Installation
from survey_app.messaging.channels.sms import Length, sms_length
from survey_app.messaging.templates import Facts, sms_text
from survey_app.models import Organisation
from survey_app.organisations.waves import find_wave, wave_settings
from survey_app.texts.translations import LANGUAGES
from survey_app.ways_in.links import answer_link, genuine_page, opt_out_link

TOKEN = "0" * 26  # a link is as long for everybody


def sms_lengths(session: Session, installation: Installation, wave_name: str) -> dict[str, Length]:
    """The length of the invitation to a client in each language. Raises UnknownName."""
    wave = find_wave(session, wave_name)
    owner = session.get_one(Organisation, wave.organisation_id)
    settings = wave_settings(wave, owner)
    base_url = installation.config.base_url
    facts = Facts(
        name="",
        organisation=settings.name,
        help=settings.help_phone,
        link=answer_link(base_url, TOKEN),
        opt_out=opt_out_link(base_url, TOKEN),
        until=wave.ends_on,
        genuine=genuine_page(base_url),
        can_be_answered=installation.config.texts_can_be_answered,
    )
    return {
        language: sms_length(sms_text("invitation", "client", language, facts).body)
        for language in LANGUAGES
    }
