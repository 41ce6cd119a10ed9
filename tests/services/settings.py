"""What an organisation fills in, given in a test as TOML."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from survey_app.installation import Installation


def fill_in_settings(installation: "Installation", slug: str, text: str) -> None:
    """Let an organisation have exactly these settings, as `trajectspiegel settings --from` does."""
    from survey_app.organisations.services_file import take_over  # noqa: PLC0415

    path = installation.config.home / "organisations" / f"{slug}.toml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    take_over(installation.engine, slug, path)
