"""The fieldworker's pages, joined: whom to call, a call, and paper."""

from flask import Blueprint

from survey_app.fieldwork import views_calls, views_keying, views_paper

blueprint = Blueprint("fieldwork", __name__, url_prefix="/veldwerk")
for part in (views_calls, views_paper, views_keying):
    part.add_to(blueprint)
