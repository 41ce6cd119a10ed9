"""Forms of accounts."""

from flask_wtf import FlaskForm
from wtforms import HiddenField, PasswordField, SelectMultipleField, StringField
from wtforms.validators import InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from survey_app.accounts.passwords import MAXIMUM, MINIMUM


class LoginForm(FlaskForm):  # type: ignore[misc] # flask-wtf has no types
    """Name and password, and the page to go to afterwards."""

    name = StringField(
        "Naam of e-mailadres", validators=[InputRequired("Vul uw naam in."), Length(max=200)]
    )
    password = PasswordField(
        "Wachtwoord",
        validators=[
            InputRequired("Vul uw wachtwoord in."),
            Length(max=MAXIMUM, message="Dit wachtwoord is te lang."),
        ],
    )
    verder = HiddenField()


class PlainForm(FlaskForm):  # type: ignore[misc] # flask-wtf has no types
    """Only the token that shows that the request comes from our own page."""


LogoutForm = PlainForm


class CodeForm(FlaskForm):  # type: ignore[misc] # flask-wtf has no types
    """A code of an app, a recovery code, or the password of who has no second factor."""

    code = StringField(
        "Code",
        validators=[
            InputRequired("Vul de code in."),
            Length(max=MAXIMUM, message="Dit is geen code."),
        ],
    )
    verder = HiddenField()


class NewPasswordForm(FlaskForm):  # type: ignore[misc] # flask-wtf has no types
    """A password to be: typed once, and shown on request by the browser itself."""

    password = PasswordField(
        "Nieuw wachtwoord",
        validators=[
            InputRequired("Vul een wachtwoord in."),
            Length(
                min=MINIMUM,
                max=MAXIMUM,
                message=f"Een wachtwoord heeft {MINIMUM} tot {MAXIMUM} tekens. Een zin mag ook.",
            ),
        ],
    )


class AddressForm(FlaskForm):  # type: ignore[misc] # flask-wtf has no types
    """To whom a link is mailed."""

    email = StringField(
        "E-mailadres", validators=[InputRequired("Vul uw e-mailadres in."), Length(max=200)]
    )


class PersonForm(FlaskForm):  # type: ignore[misc] # flask-wtf has no types
    """Who is invited."""

    name = StringField("Naam", validators=[InputRequired("Vul een naam in."), Length(max=200)])
    email = StringField(
        "E-mailadres", validators=[InputRequired("Vul een e-mailadres in."), Length(max=200)]
    )


class OrganisationForm(PersonForm):
    """A new organisation and who will administer it."""

    organisation = StringField(
        "Naam van de organisatie", validators=[InputRequired("Vul een naam in."), Length(max=200)]
    )


class RolesForm(FlaskForm):  # type: ignore[misc] # flask-wtf has no types
    """What somebody may do; the choices are set by the page."""

    roles = SelectMultipleField(
        "Rollen",
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validate_choice=True,
    )


class InviteForm(RolesForm, PersonForm):
    """Somebody new, and as what."""
