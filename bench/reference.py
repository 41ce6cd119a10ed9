"""The reference: the smallest honest Flask form with CSRF and a signed cookie, no storage.

It asks the question that the product asks, with the same answers, on one page; a POST is checked
by WTForms, remembered in the signed cookie and answered with a redirect, as the product does it.
"""

import secrets
from typing import Any

from flask import Flask, redirect, render_template, session
from flask_wtf import FlaskForm
from wtforms import RadioField
from wtforms.validators import InputRequired

from survey_app.config import QUESTIONNAIRES
from survey_app.questionnaire.loading import load_catalogue

QUESTIONNAIRE = "K3-TIJDENS"


def create_app() -> Flask:
    """The reference as a WSGI application; its one page is /vraag."""
    question = load_catalogue(QUESTIONNAIRES).latest(QUESTIONNAIRE).questions[0]
    app = Flask("bench", template_folder="templates")
    app.secret_key = secrets.token_bytes(32)

    class OneQuestion(FlaskForm):  # type: ignore[misc]
        answer = RadioField(
            question.text,
            choices=[(str(option.value), option.text) for option in question.options],
            validators=[InputRequired()],
        )

    @app.route("/vraag", methods=["GET", "POST"])
    def ask() -> Any:
        form = OneQuestion(answer=session.get("answer"))
        if form.validate_on_submit():
            session["answer"] = form.answer.data
            return redirect("/vraag", 303)
        return render_template("reference.html", form=form, question=question)

    return app
