"""What somebody asks of the list of people, as plain values."""

from dataclasses import dataclass
from urllib.parse import urlencode

from werkzeug.datastructures import MultiDict

LONGEST = 200


@dataclass(frozen=True, slots=True)
class Search:
    """The fields above the list of people."""

    text: str = ""
    questionnaire: str = ""
    language: str = ""
    channel: str = ""
    state: str = ""
    page: int = 1

    @property
    def is_narrowed(self) -> bool:
        """Whether not everybody is asked for."""
        return bool(self.text or self.questionnaire or self.language or self.channel or self.state)

    def address(self, page: int) -> str:
        """The same search on another page, for behind a question mark."""
        fields = {
            "zoek": self.text,
            "vragenlijst": self.questionnaire,
            "taal": self.language,
            "kanaal": self.channel,
            "stand": self.state,
            "pagina": str(page) if page > 1 else "",
        }
        return urlencode({name: value for name, value in fields.items() if value})


def search_of(fields: MultiDict[str, str]) -> Search:
    """The search in an address."""
    page = fields.get("pagina", "1")
    return Search(
        text=" ".join(fields.get("zoek", "")[:LONGEST].split()),
        questionnaire=fields.get("vragenlijst", "")[:40],
        language=fields.get("taal", "")[:8],
        channel=fields.get("kanaal", "")[:10],
        state=fields.get("stand", "")[:10],
        page=max(1, int(page)) if page.isascii() and page.isdigit() and len(page) < 6 else 1,
    )
