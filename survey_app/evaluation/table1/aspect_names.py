"""What a sentence about an aspect of Tabel 1 is about, in the middle of a sentence."""

from analysis.sentences import Subject

SUBJECTS = {
    "Info en communicatie door de Gemeente": Subject(
        "de informatie van de gemeente", "the information from the municipality"
    ),
    "Wachttijd": Subject("de wachttijd", "the waiting time"),
    "Bejegening": Subject("de bejegening", "the treatment"),
    "Maatwerk": Subject("het maatwerk", "the tailoring"),
    "Flexibiliteit/ontschotting": Subject(
        "de samenwerking en flexibiliteit", "cooperation and flexibility"
    ),
    "Proces continuïteit": Subject(
        "de continuïteit van het traject", "the continuity of the trajectory"
    ),
    "Tegenprestatiebeleid": Subject("de tegenprestatie", "the return service"),
    "Benadering van werkgevers": Subject(
        "de benadering van werkgevers", "the approach of employers"
    ),
    "Inzet van faciliteiten richting werkgever": Subject(
        "de ondersteuning van werkgevers", "the support for employers"
    ),
    "Controle over uitbestede activiteiten": Subject(
        "de controle op uitbestede activiteiten", "the control of contracted activities"
    ),
    "Effectiviteit van beleid kwaliteit totaal": Subject(
        "de kwaliteit van het beleid", "the quality of the policy"
    ),
    "Effectiviteit van uitbestede activiteiten kwant.": Subject(
        "het aantal resultaten van uitbestede activiteiten",
        "the number of results of contracted activities",
    ),
    "Effectiviteit van uitbestede activiteiten Kwaliteit": Subject(
        "de kwaliteit van uitbestede activiteiten", "the quality of contracted activities"
    ),
    "Verwachting van cliënten versus uitkomst": Subject(
        "het resultaat van het traject", "the outcome of the trajectory"
    ),
    "Verwachting van werkgevers versus uitkomst": Subject(
        "het resultaat van de plaatsing", "the outcome of the placement"
    ),
    "Nazorg van cliënten": Subject("de nazorg", "the aftercare"),
}


def subject_of(aspect: str) -> Subject:
    """The subject of an aspect; an aspect of one's own is named as it stands in the table.

    >>> subject_of("Bejegening").nl
    'de bejegening'
    """
    return SUBJECTS.get(aspect, Subject(f"‘{aspect}’", f"‘{aspect}’"))
