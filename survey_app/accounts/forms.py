"""The log-in form."""

from flask_wtf import FlaskForm
from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import InputRequired, Length

from survey_app.accounts.passwords import MAXIMUM


class LoginForm(FlaskForm):  # type: ignore[misc] # flask-wtf has no types
    """Name and password, and the page to go to afterwards."""

    name = StringField("Naam", validators=[InputRequired("Vul uw naam in."), Length(max=200)])
    password = PasswordField(
        "Wachtwoord",
        validators=[
            InputRequired("Vul uw wachtwoord in."),
            Length(max=MAXIMUM, message="Dit wachtwoord is te lang."),
        ],
    )
    verder = HiddenField()


class LogoutForm(FlaskForm):  # type: ignore[misc] # flask-wtf has no types
    """Only the token that shows that the request comes from our own page."""
