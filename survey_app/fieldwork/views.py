"""The fieldworker's pages, joined: whom to call, a call, and paper."""

from flask import Blueprint

from survey_app.fieldwork import views_calls

blueprint = Blueprint("fieldwork", __name__, url_prefix="/veldwerk")
for part in (views_calls,):
    part.add_to(blueprint)
