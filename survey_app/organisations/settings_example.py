"""The settings file of a new organisation: every key with an example, still switched off."""

from pathlib import Path

from survey_app.organisations.settings_file import FOLDER

EXAMPLE = """\
# What respondents read about this organisation. Take away the '# ' before a line to use it.
# 'trajectspiegel check' and 'serve' refuse a key or a colour that is wrong, with the reason.

# help_phone = "0182 62 46 24"
# help_hours = "op werkdagen van 9 tot 17 uur"
# email = "onderzoek@voorbeeld.nl"  # answers to our e-mail go here
# address = "Postbus 1\\n2740 AA Voorbeeldstad"  # where paper questionnaires go back to

# On the privacy page: whom to ask, the data protection officer (FG), who processes the answers.
# privacy_contact = "privacy@voorbeeld.nl"
# data_protection_officer = "fg@voorbeeld.nl"
# processor = "Onderzoeksbureau Voorbeeld"
# retention_months = 24

# On the accessibility page.
# accessibility_contact = "toegankelijk@voorbeeld.nl"
# accessibility_checked_on = "1 oktober 2026"

# Providers that people can choose from, and the one named as an example. A wave keeps the list
# that stands here when it is planned: fill it in before 'new-wave'.
# providers = ["Stichting Voorbeeld", "Werkplaats Voorbeeld"]
# provider_example = "Stichting Voorbeeld"

# Of every hundred sheets of paper, how many are keyed in twice.
# keyed_twice = 10

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
