"""The settings file of a new organisation: every key with an example, still switched off."""

from pathlib import Path

from survey_app.organisations.settings_file import FOLDER

EXAMPLE = """\
# What respondents read about this organisation. Take away the '# ' before a line to use it.
# 'trajectspiegel check' and 'serve' refuse a key or a colour that is wrong, with the reason.
# This file is taken over once, when the next command or 'serve' starts. From then on the database
# counts: change it in the browser (Organisatie), or take this file over again with
# 'trajectspiegel settings NAME --from FILE'.

# help_phone = "0182 62 46 24"
# help_hours = "op werkdagen van 9 tot 17 uur"
# email = "onderzoek@voorbeeld.nl"  # answers to our e-mail go here
# address = "Postbus 1\\n2740 AA Voorbeeldstad"  # where paper questionnaires go back to

# On the privacy page: whom to ask, the data protection officer (FG), who processes the answers.
# privacy_contact = "privacy@voorbeeld.nl"
# data_protection_officer = "fg@voorbeeld.nl"
# processor = "Onderzoeksbureau Voorbeeld"

# How long what is kept: answers (after the close of a wave), people who were approached, which
# message went to whom, what was begun and not sent, the code between two answers of one person,
# open answers as they were written, who offered an interview, and the audit log.
# People and messages are kept for at least 56 days: so long nobody is written to again.
# retention_months = 24
# retention_contacts_days = 30
# retention_messages_days = 7
# retention_drafts_days = 7
# retention_links_months = 24
# retention_open_text_months = 3
# retention_interviews_weeks = 8
# retention_needs_months = 6
# retention_audit_months = 12

# On the accessibility page.
# accessibility_contact = "toegankelijk@voorbeeld.nl"
# accessibility_checked_on = "1 oktober 2026"

# Providers that people can choose from, and the one named as an example. A wave keeps the list
# that stands here when it is planned: fill it in before 'new-wave'.
# providers = ["Stichting Voorbeeld", "Werkplaats Voorbeeld"]
# provider_example = "Stichting Voorbeeld"

# Of every hundred sheets of paper, how many are keyed in twice.
# keyed_twice = 10

# Languages that people may choose (none named: all that a person has checked), and the names above
# an e-mail and a text message (at most 11 letters and digits).
# languages = ["nl", "en", "ar"]
# sender_name = "Onderzoek Voorbeeldstad"
# sms_sender = "Voorbeeld"

# What one part of a text message costs, in euros: pages then say what a dispatch will cost.
# sms_part_price = "0.08"

# A picture beside this file (.svg, .png or .webp, at most 10 kB), and colours (NL Design System).
# logo = "voorbeeld.svg"
# theme = { "ts-header-color" = "#14506b", "utrecht-link-color" = "#14506b" }
"""


def write_example(home: Path, slug: str) -> Path:
    """The settings file of an organisation, made if it is not there; an existing one stays."""
    path = home / FOLDER / f"{slug}.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        path.write_text(EXAMPLE, encoding="utf-8")
    return path
