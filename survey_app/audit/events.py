"""Everything that is put in the log, and how it reads in Dutch.

An entry says who, what and how many; never an answer, and never the name, address or number of
somebody who was approached.
"""

from collections.abc import Mapping
from types import MappingProxyType

EVENTS: Mapping[str, str] = MappingProxyType(
    {
        "organisation.made": "maakte de organisatie",
        "organisation.changed": "wijzigde instellingen",
        "organisation.file": "nam een instellingenbestand over",
        "roles.changed": "gaf rollen",
        "roles.taken": "nam alle rollen af",
        "person.mailed": "mailde een nieuwe link om in te loggen",
        "person.reset": "liet de tweede stap opnieuw instellen",
        "wave.planned": "plande een meting",
        "wave.changed": "wijzigde een meting",
        "wave.checked": "keek een meting na",
        "wave.live": "zette een meting live",
        "wave.paused": "pauzeerde een meting",
        "wave.resumed": "liet een meting doorgaan",
        "wave.closed": "sloot een meting af",
        "wave.deleted": "verwijderde een meting",
        "contacts.imported": "bracht mensen in uit een bestand",
        "answers.imported": "nam antwoorden over uit een bestand",
        "figures.imported": "nam cijfers over uit een bestand",
        "messages.decided": "besloot berichten te versturen",
        "edition.asked": "vroeg een tussenstand",
        "edition.published": "publiceerde een editie",
        "file.downloaded": "downloadde een bestand",
        "interviews.asked": "liet loten wie we bellen voor een gesprek",
        "interviews.drawn": "lootte wie we bellen voor een gesprek",
        "interviews.opened": "opende naam en nummer van een deelnemer",
        "interviews.finished": "rondde de gesprekken af",
        "interviews.told": "liet iemand weten dat er genoeg mensen zijn",
        "interviews.erased": "wiste gegevens voor gesprekken",
        "needs.asked": "vroeg een voorstel voor groepen",
        "needs.grouped": "stelde groepen voor",
        "needs.changed": "schreef op wat er met een halfjaarformulier gebeurt",
        "needs.decided": "besloot over een groep",
        "person.erased": "wiste iemand op verzoek",
        "retention.done": "wiste wat lang genoeg bewaard was",
        "key.replacing": "begon een sleutel te vervangen",
        "key.replaced": "nam een oude sleutel weg: niets staat er meer onder",
        "erasures.replayed": "wiste opnieuw na terugzetten van een reservekopie",
    }
)
# the words of what stands in `details`
DETAILS: Mapping[str, str] = MappingProxyType(
    {
        "roles": "rollen",
        "settings": "onderdelen",
        "people": "mensen",
        "sheets": "bladen",
        "rows": "regels",
        "messages": "berichten",
        "channel": "kanaal",
        "kind": "soort",
        "name": "naam",
        "version": "versie",
        "stores": "soorten gegevens",
    }
)
