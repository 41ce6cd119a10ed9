"""Withdrawing what was sent, and asking for no more messages."""

from typing import Any

from flask import Blueprint, Response, redirect, request, session

from survey_app.crypto.tokens import RECEIPT_LENGTH, VALUES, normalise
from survey_app.respond.answering.services_submit import withdraw
from survey_app.respond.entering.services import opt_out, opt_out_by_token
from survey_app.respond.entering.typed_code import typed_code_page
from survey_app.respond.pages import (
    need_proof,
    need_visitor,
    plain_surroundings,
    preferences_here,
    render,
)
from survey_app.web.current import installation_here
from survey_app.web.security import may_try, tried

WITHDRAWAL = "respond/withdrawal.html"
# Reasons somebody may tap; the stored word is the key of its text.
REASONS = ("no_time", "no_trust", "too_hard", "not_about_me", "other")


def add_to(blueprint: Blueprint) -> None:
    """Register these pages."""
    rule = blueprint.add_url_rule
    rule("/intrekken", "withdrawal", withdrawal, methods=["GET"])
    rule("/intrekken", "withdraw_now", withdraw_now, methods=["POST"])
    rule("/afmelden/<path:token>", "opting_out", opting_out, methods=["GET"])
    rule("/afmelden/<path:token>", "opt_out_link", opt_out_link, methods=["POST"])
    rule("/afmelden", "ask_opt_out", ask_opt_out, methods=["GET"])
    rule("/afmelden", "opt_out_here", opt_out_here, methods=["POST"])
    rule("/afgemeld", "opted_out", opted_out, methods=["GET"])


def withdrawal() -> Response:
    """Ask for the receipt code."""
    return typed_code_page(WITHDRAWAL)


def withdraw_now() -> Response:
    """Delete what was sent, as long as it can be found; otherwise say honestly why not."""
    need_proof()
    typed = request.form.get("code", "")
    receipt = normalise(typed)
    if len(receipt) != RECEIPT_LENGTH or not all(character in VALUES for character in receipt):
        return typed_code_page(WITHDRAWAL, typed, "withdraw.mistyped", 422)
    if not may_try("receipt wrong"):
        return typed_code_page(WITHDRAWAL, "", "code.too_many", 429, retry_after=60)
    installation = installation_here()
    done = withdraw(installation.engine, installation.keys.lookup, receipt)
    if not done:
        tried("receipt wrong")
    return render(
        "respond/withdrawn.html",
        plain_surroundings(),
        preferences_here(),
        status=200 if done else 404,
        with_proof=False,
        done=done,
    )


def opting_out(token: str) -> Response:
    """Ask whether to stop all messages; reading this page changes nothing."""
    return render(
        "respond/opt_out.html",
        plain_surroundings(),
        preferences_here(),
        with_proof=False,
        action=request.path,
    )


def opt_out_link(token: str) -> Response:
    """No more messages: one tap here, or the mail program's own button (RFC 8058).

    The token is what shows that this person may ask it, so no other proof is needed.
    """
    installation = installation_here()
    opt_out_by_token(installation.engine, installation.keys, token, _reason())
    return _opted_out_page(request.path, with_proof=False)


def ask_opt_out() -> Response:
    """The same question for who came in with a code."""
    _access_here()
    return render(
        "respond/opt_out.html", plain_surroundings(), preferences_here(), action="/afmelden"
    )


def opt_out_here() -> Any:
    """No more messages, asked on the start page or right after stopping."""
    need_proof()
    opt_out(installation_here().engine, _access_here(), _reason())
    return redirect("/afgemeld", 303)


def _access_here() -> str:
    """By which way this person came in, or had come in before stopping."""
    if "o" in session:
        return str(session["o"])
    return need_visitor().access_id


def opted_out() -> Response:
    """Confirm; ask for a reason that nobody has to give."""
    return _opted_out_page("/afmelden", with_proof=True)


def _opted_out_page(action: str, with_proof: bool) -> Response:
    given = bool(_reason())
    return render(
        "respond/opted_out.html",
        plain_surroundings(),
        preferences_here(),
        with_proof=with_proof,
        action=action,
        reasons=() if given else REASONS,
    )


def _reason() -> str:
    reason = request.form.get("reason", "")
    return reason if reason in REASONS else ""
