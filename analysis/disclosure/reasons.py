"""Why a figure is hidden, in words for the reader (D.4)."""

from __future__ import annotations

from enum import Enum


class Reason(Enum):
    """Why a figure is hidden; the value is the sentence for the screen."""

    TOO_FEW = "Te weinig antwoorden."
    COMPLEMENTARY = "Afgeschermd: anders was een kleine groep uit te rekenen."
    WITHHELD = "Deze tabel is niet veilig te tonen. Kijk naar het totaal over de groepen."
