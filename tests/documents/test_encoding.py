"""Files as Dutch offices save them: the letters are right, or the file is refused."""

import pytest

from survey_app.documents.encoding import decoded
from survey_app.errors import BadInput

NAMES = "naam;telefoon\r\nHélène Vos;0612345601\r\nLoïs Müller;2\r\nZoë Çelik–d’Arc;€ 3\r\n"


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "mac_roman"],
)
def test_a_list_is_read_however_it_was_saved(encoding: str) -> None:
    assert decoded(NAMES.encode(encoding), "x.csv").text == NAMES


@pytest.mark.parametrize(
    "name", ["Jan Müller", "Hélène Vos", "Loïs Maas", "Zoë Smit", "Anaïs Ibáñez", "Ömer Şen"[:4]]
)
def test_one_name_in_windows_1252_is_enough(name: str) -> None:
    """A guess by likelihood read Müller as Mďller: there is nothing to count in one row."""
    text = f"naam;telefoon;vragenlijst\r\n{name};0612345601;K3-TIJDENS\r\n"
    assert decoded(text.encode("cp1252"), "x.csv") == (text, "cp1252")


def test_plain_letters_say_nothing_of_an_encoding_and_need_not() -> None:
    assert decoded(b"naam\nAnna\n", "x.csv") == ("naam\nAnna\n", "utf-8")


@pytest.mark.parametrize("raw", [b"naam\nMo\x8frk \x87x\xb9y\n", b"a\x8fb\xa4c"])
def test_letters_that_no_dutch_office_writes_are_refused_with_the_remedy(raw: bytes) -> None:
    with pytest.raises(BadInput, match=r"x\.csv: the letters .* save the file as CSV UTF-8"):
        decoded(raw, "x.csv")


@pytest.mark.parametrize("raw", [b"\xff\xfen", b"a\x00b\x00\x00\x01c", b"PK\x03\x04\x00\x00"])
def test_what_is_no_text_is_refused(raw: bytes) -> None:
    with pytest.raises(BadInput, match="not a text file"):
        decoded(raw, "x.csv")
