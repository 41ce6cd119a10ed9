"""The smallest application worth serving, for the tests of the servers themselves."""

from flask import Flask, Response

from tests.services.page_check import CheckedClient

GOOD = '<html lang="nl"><title>T</title><h1>T</h1><label for="a">A</label><input id="a"></html>'


def create_app() -> Flask:
    """A good page at / and a bad one at /kaal."""
    application = Flask(__name__)
    application.test_client_class = CheckedClient
    pages = {"/": GOOD, "/kaal": "<p>"}
    for path, page in pages.items():
        answer = Response(page, mimetype="text/html")
        application.add_url_rule(path, path, lambda answer=answer: answer)
    return application
