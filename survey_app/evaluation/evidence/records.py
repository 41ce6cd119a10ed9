"""What a piece of evidence says: a cell, a question, a figure, a document, a breakdown.

Advice points and norms name codes; here each code gets its value as it may be shown, or the reason
why there is none. A value is never made up from what is missing.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from analysis.lights import Colour

NO_DOCUMENT = "Dit document is nog niet opgenomen."
HELD = "Dit staat zoals het eerder is getoond: er kwamen of gingen sindsdien te weinig mensen."
NO_FIGURE = "Dit cijfer is niet ingevuld."
NO_REGISTER = "Er staan geen maatregelen in het register."
HIDDEN_FIGURE = "Dit cijfer gaat over te weinig mensen om te tonen."
OPEN_TEXT = "Dit zijn open antwoorden; die worden niet als cijfer getoond."
SEVERAL = "Bij deze vraag zijn meer antwoorden mogelijk; die worden hier niet opgeteld."
NOT_ASKED = "Deze vraag is niet gesteld: de vragenlijst zou te lang worden."
FEW = "Er zijn te weinig antwoorden om te tonen."
NONE = "Er zijn geen antwoorden."
WHEN_CLOSED = "Uitsplitsingen worden getoond als de meting is gesloten."

Value = float | Mapping[str, float | None]


@dataclass(frozen=True, slots=True)
class Evidence:
    """One code with its value (a mean 0-10, a figure, or shares by answer) or the reason."""

    kind: str  # cel, vraag, cijfer, document, uitsplitsing
    code: str
    value: Value | None = None
    reason: str | None = None
    n: int | None = None
    light: Colour = Colour.GREY

    @property
    def is_missing(self) -> bool:
        """Whether the point lacks this evidence."""
        return self.value is None
