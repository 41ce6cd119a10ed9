"""The reference: the smallest honest Flask form with CSRF and a signed cookie, no storage.

It asks the question that the product asks, with the same answers, on one page; a POST is checked
against forgery and against the answers, remembered in the signed cookie and answered with a
redirect, as the product does it. At /vraag the form is plain Jinja: the hard comparison, which the
budgets are held against. At /velden the same question is a form of WTForms fields, as most Flask
applications write it; that comparison is kinder and only informs.
"""

import secrets
from typing import Any

from flask import Flask, redirect, render_template, request, session
from flask_wtf import FlaskForm
from flask_wtf.csrf import CSRFProtect
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from survey_app.config import QUESTIONNAIRES
from survey_app.questionnaire.definition import Question
from survey_app.questionnaire.loading import load_catalogue

QUESTIONNAIRE = "K3-TIJDENS"


def create_app() -> Flask:
    """The reference as a WSGI application: one question at /vraag, and again at /velden."""
    question = load_catalogue(QUESTIONNAIRES).latest(QUESTIONNAIRE).questions[0]
    answers = {str(option.value) for option in question.options}
    app = Flask("bench", template_folder="templates")
    app.secret_key = secrets.token_bytes(32)
    CSRFProtect(app)

    @app.get("/vraag")
    def show() -> str:
        return render_template("reference.html", question=question, error="")

    @app.post("/vraag")
    def answer() -> Any:
        given = request.form.get("answer", "")
        if given not in answers:
            return render_template("reference.html", question=question, error="Kies."), 422
        session["answer"] = given
        return redirect("/vraag", 303)

    form_class = _form_class(question)

    @app.route("/velden", methods=["GET", "POST"])
    def fields() -> Any:
        form = form_class(answer=session.get("answer"))
        if form.validate_on_submit():
            session["answer"] = form.answer.data
            return redirect("/velden", 303)
        return render_template("fields.html", form=form)

    return app


def _form_class(question: Question) -> type[FlaskForm]:
    choices = [SelectChoice(str(option.value), option.text) for option in question.options]

    class OneQuestion(FlaskForm):
        answer = RadioField(question.text, choices=choices, validators=[InputRequired()])

    return OneQuestion
