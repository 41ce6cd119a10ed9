"""Settings that cannot be meant are refused by name, with what to write instead."""

from pathlib import Path

import pytest

from survey_app.cli import main
from survey_app.config import load_config
from survey_app.crypto.keys import load_keys, make_keys
from survey_app.errors import KeyMissing, SettingError
from survey_app.settings.variables import FORMS

OF = "TRAJECTSPIEGEL_"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *[
            ("BASE_URL", url)
            for url in (
                "https://",
                "https:///",
                "https://meet voorbeeld.nl",
                "https://meet.voorbeeld.nl /",
                "https://meet.voorbeeld.nl/meting",
                "https://meet.voorbeeld.nl?a=1",
                "https://meet.voorbeeld.nl/#x",
                "https://an@meet.voorbeeld.nl",
                "https://meet.voorbeeld.nl:99999",
                "https://meet.voorbeeld.nl:0",
                "https://meet.voorbeeld.nl:poort",
                "https://meet.voorbeeld.nl,https://b.nl",
                "https://[::1",
                "ftp://meet.voorbeeld.nl",
                "meet.voorbeeld.nl",
            )
        ],
        *[("SMTP_PORT", port) for port in ("99999", "0", "-1", "25.0", "²", "9" * 5000)],
        ("LIVE", "ja"),
        ("LIVE", "waar"),
        ("SYNTHETIC", "nee"),
        ("TRUSTED_PROXIES", "10.0.0.1"),
        ("TRUSTED_PROXIES", "10"),
        ("ALLOWED_RECIPIENTS", "proef.example"),
        ("ALLOWED_RECIPIENTS", "an@proef.example bo"),
        ("ALLOWED_RECIPIENTS", "an@bo@proef.example"),
        ("ALLOWED_RECIPIENTS", "@"),
        ("SMTP_SENDER", "Gemeente"),
        ("SMTP_SENDER", "@voorbeeld.nl"),
        ("SMTP_BOUNCES", "retour"),
        ("SMTP_BOUNCES", "retour+x@voorbeeld.nl"),
        ("SMTP_BOUNCES", f"{'r' * 21}@voorbeeld.nl"),
        ("SMTP_HOST", "smtp://mail.voorbeeld.nl"),
        ("SMTP_HOST", "mail.voorbeeld.nl 587"),
        ("ALLOWED_RECIPIENTS", "0612345678"),
        ("SMS_SENDER", "Gemeente Waddinxveen"),
        ("SMS_SENDER", "0612345678"),
        ("SMS_SENDER", "12345"),
        ("SMS_SECRET", "kort"),
        ("SMS_URL", "https://sms.voorbeeld.nl"),
        ("REDIS_URL", "localhost:6379"),
        ("REDIS_URL", "redis://"),
        ("REDIS_URL", "redis://host:poort/0"),
        ("REDIS_URL", "http://host:6379"),
    ],
)
def test_a_value_that_cannot_be_meant_is_refused_by_name(name: str, value: str) -> None:
    with pytest.raises(SettingError, match=OF + name):
        load_config({OF + name: value})


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://meet.voorbeeld.nl/", "https://meet.voorbeeld.nl"),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000"),
        ("http://[::1]:8000", "http://[::1]:8000"),
    ],
)
def test_an_address_that_can_be_opened_is_kept(url: str, kept: str) -> None:
    assert load_config({OF + "BASE_URL": url}).base_url == kept


@pytest.mark.parametrize(
    ("value", "live"), [("1", True), ("TRUE", True), ("0", False), ("", False)]
)
def test_yes_and_no_are_understood(value: str, live: bool) -> None:
    assert load_config({OF + "LIVE": value}).live is live


def test_addresses_and_domains_may_be_listed() -> None:
    config = load_config({OF + "ALLOWED_RECIPIENTS": "an@proef.example, @voorbeeld.nl"})
    assert config.allowed_recipients == ("an@proef.example", "@voorbeeld.nl")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("SMPT_HOST", "SMTP_HOST"), ("LIFE", "LIVE"), ("KEY_SESION", "KEY_SESSION")],
)
def test_a_misspelt_name_is_refused_with_the_nearest_one(typed: str, meant: str) -> None:
    with pytest.raises(SettingError, match=f"{OF}{typed}: .*did you mean {OF}{meant}"):
        load_config({OF + typed: "1"})


def test_a_password_with_an_at_sign_is_never_shown() -> None:
    with pytest.raises(SettingError, match="%40") as refused:
        load_config({"DATABASE_URL": "postgresql://person:geheim@zeer@127.0.0.1/x"})
    assert "geheim" not in str(refused.value)
    assert "zeer" not in str(refused.value)


def test_a_password_of_redis_is_never_shown() -> None:
    with pytest.raises(SettingError) as refused:
        load_config({OF + "REDIS_URL": "rediss//:geheim@host"})
    assert "geheim" not in str(refused.value)


def test_a_wrong_key_of_the_environment_is_blamed_on_the_environment(tmp_path: Path) -> None:
    make_keys(tmp_path)
    with pytest.raises(KeyMissing, match="TRAJECTSPIEGEL_KEY_SESSION") as refused:
        load_keys(tmp_path, {"session": "abc"})
    assert str(tmp_path) not in str(refused.value)


@pytest.mark.parametrize("mode", [0o604, 0o602, 0o644])
def test_a_key_that_everybody_can_read_is_refused(tmp_path: Path, mode: int) -> None:
    make_keys(tmp_path)
    load_keys(tmp_path, {})
    (tmp_path / "pepper").chmod(mode)
    with pytest.raises(KeyMissing, match="chmod 600"):
        load_keys(tmp_path, {})


def test_the_help_names_every_variable_with_its_form(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="0"):
        main(["--help"])
    shown = capsys.readouterr().out
    assert [name for name, form in FORMS.items() if name not in shown or form not in shown] == []


@pytest.mark.parametrize(
    "url",
    [
        "http://sms.voorbeeld.nl/send",
        "sms.voorbeeld.nl",
        "https://an:geheim@sms.voorbeeld.nl",
        "https://sms.voorbeeld.nl/a b",
        "https://",
        "https://[::1",
        "ftp://127.0.0.1",
    ],
)
def test_a_gateway_is_called_over_https_or_on_this_machine(url: str) -> None:
    gateway = {f"{OF}SMS_URL": url, f"{OF}SMS_KEY": "k", f"{OF}SMS_SENDER": "Gemeente"}
    with pytest.raises(SettingError, match=f"{OF}SMS_URL") as refused:
        load_config(gateway)
    assert "geheim" not in str(refused.value)


def test_a_gateway_is_given_whole() -> None:
    url = "https://sms.voorbeeld.nl/send?account=1"
    whole = {f"{OF}SMS_URL": url, f"{OF}SMS_KEY": "k", f"{OF}SMS_SENDER": "+31612345678"}
    sms = load_config(whole).sms
    assert (sms.url, sms.sender) == (url, "+31612345678")
    assert not load_config(whole).texts_can_be_answered
    assert load_config(whole | {f"{OF}SMS_SECRET": "s" * 32}).texts_can_be_answered
    assert load_config({f"{OF}SMS_SENDER": "Gemeente"}).sms.sender == "Gemeente"
    for left_out in whole:
        if left_out != f"{OF}SMS_URL":
            with pytest.raises(SettingError, match=f"{OF}SMS_URL"):
                load_config({name: text for name, text in whole.items() if name != left_out})
