"""Trajectspiegel: the web application. `create_app` is the one place where parts are joined."""

from datetime import timedelta
from importlib import import_module

from flask import Flask

from survey_app.config import STATIC, TEMPLATES, Config, load_config
from survey_app.installation import Installation, open_installation

BLUEPRINTS = (
    "survey_app.respond.views",
    "survey_app.accounts.views",
    "survey_app.organisations.views",
    "survey_app.audit.views",
    "survey_app.fieldwork.views",
    "survey_app.separate.recontact.views",
    "survey_app.separate.needs.views",
    "survey_app.messaging.sending.views",
    "survey_app.evaluation.table1.views",
    "survey_app.evaluation.open_answers.views",
    "survey_app.guides.views",
    "survey_app.health.views",
    "survey_app.messaging.replies.views",
    "survey_app.messaging.replies.views_reading",
)
# 4,000 characters of any script take 48 kB as a form sends them. What is far too long must still
# be read, so that it can be shown again with what is wrong.
MAXIMUM_BODY = 1024 * 1024


def create_app(config: Config | None = None, installation: Installation | None = None) -> Flask:
    """The WSGI application. Raises at start, with a clear sentence, when it cannot serve."""
    if installation is None:
        installation = open_installation(config or load_config(), everywhere=False)
    app = Flask("survey_app", template_folder=str(TEMPLATES), static_folder=str(STATIC))
    app.config.update(
        SECRET_KEY=installation.keys.session,
        MAX_CONTENT_LENGTH=MAXIMUM_BODY,
        MAX_FORM_MEMORY_SIZE=MAXIMUM_BODY,
        PERMANENT_SESSION_LIFETIME=timedelta(minutes=45),
        SESSION_REFRESH_EACH_REQUEST=False,  # visitor.py and staff_session.py prolong themselves
        SESSION_COOKIE_NAME="__Host-ts" if installation.config.secure else "ts",
        SESSION_COOKIE_SECURE=installation.config.secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        WTF_CSRF_TIME_LIMIT=None,
    )
    app.extensions["installation"] = installation
    for part in (
        "survey_app.web.session_cookie",
        "survey_app.web.uploads",
        "survey_app.web.security",
        "survey_app.web.security_txt",
        "survey_app.web.error_pages",
    ):
        import_module(part).set_up(app)
    for name in BLUEPRINTS:
        app.register_blueprint(import_module(name).blueprint)
    return app
