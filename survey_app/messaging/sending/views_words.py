"""The free part of a message: what the organisation adds, in each of its languages."""

from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for

from survey_app.messaging.own_words import LONGEST, PLACES, tidy, wrong_in
from survey_app.messaging.sending.pages import Chosen, chosen_message, fieldworker
from survey_app.messaging.sending.previews import languages_offered
from survey_app.messaging.sending.services import keep_own_words
from survey_app.texts.translations import SOURCE
from survey_app.web.current import installation_here

# Of a letter in another language the page is full: it holds the Dutch as well.
DUTCH_ONLY = ("letter",)
NONE = ("phone",)  # a text message has no room


def add_to(blueprint: Blueprint) -> None:
    """Register these pages."""
    one = "/<wave_id>/<code>/<way>/<what>/tekst"
    blueprint.add_url_rule(one, "words", words, methods=["GET"])
    blueprint.add_url_rule(one, "keep_words", keep_words, methods=["POST"])


@fieldworker
def words(wave_id: str, code: str, way: str, what: str) -> str:
    """The free text of a message in one language, to change."""
    chosen, language = _chosen(wave_id, code, way, what)
    return _page(chosen, language, chosen.about.own_words.get(language, ""))


@fieldworker
def keep_words(wave_id: str, code: str, way: str, what: str) -> Any:
    """Keep the text, or take it away when it is empty."""
    chosen, language = _chosen(wave_id, code, way, what)
    text = tidy(request.form.get("text", "")[: 10 * LONGEST])
    if wrong := wrong_in(text):
        return _page(chosen, language, text, wrong), 422
    keep_own_words(installation_here(), chosen.target, chosen.own_kind, language, text)
    return redirect(url_for("sending.message", **{**chosen.place, "taal": language}), 303)


def _chosen(wave_id: str, code: str, way: str, what: str) -> tuple[Chosen, str]:
    chosen, language = chosen_message(wave_id, code, way, what), request.values.get("taal", SOURCE)
    offered = languages_offered(installation_here(), chosen.target, chosen.about)
    if way in NONE or language not in {one.code for one in offered}:
        abort(404)
    if way in DUTCH_ONLY and language != SOURCE:
        abort(404)
    return chosen, language


def _page(chosen: Chosen, language: str, text: str, wrong: str = "") -> str:
    offered = languages_offered(installation_here(), chosen.target, chosen.about)
    return render_template(
        "sending/words.html",
        chosen=chosen,
        language=next(one for one in offered if one.code == language),
        text=text,
        wrong=wrong,
        places=tuple(PLACES),
        longest=LONGEST,
    )
