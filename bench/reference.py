"""The reference: the smallest honest Flask form with CSRF and a signed cookie, no storage.

It asks the question that the product asks, with the same answers, on one page; a POST is checked
against forgery and against the answers, remembered in the signed cookie and answered with a
redirect, as the product does it. The form is plain Jinja: WTForms' widgets would make the
reference slower, and the comparison kinder to the product.
"""

import secrets
from typing import Any

from flask import Flask, redirect, render_template, request, session
from flask_wtf.csrf import CSRFProtect

from survey_app.config import QUESTIONNAIRES
from survey_app.questionnaire.loading import load_catalogue

QUESTIONNAIRE = "K3-TIJDENS"


def create_app() -> Flask:
    """The reference as a WSGI application; its one page is /vraag."""
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

    return app
