"""The smallest application worth serving, for the tests of the servers themselves."""

from flask import Flask, Response, jsonify, request

from tests.services.page_check import CheckedClient

GOOD = '<html lang="nl"><title>T</title><h1>T</h1><label for="a">A</label><input id="a"></html>'
FORM = """<html lang="nl"><title>T</title><h1>T</h1>
<form method="post" action="/zoek"><button>Zoek</button></form>
<form method="post" action="/antwoord">
  <input type="hidden" name="key" value="k">
  <fieldset><legend>Kies</legend>
    <label><input type="radio" name="choice" value="1"> Een</label>
    <label><input type="radio" name="choice" value="2" checked> Twee</label>
    <label><input type="checkbox" name="more" value="a" checked> A</label>
    <label><input type="checkbox" name="more" value="b" checked> B</label>
  </fieldset>
  <label>Tekst <textarea name="text">dag</textarea></label>
  <button name="go" value="on">Volgende</button>
  <button name="go" value="stop" formaction="/stop">Stop</button>
</form></html>"""


def create_app() -> Flask:
    """A good page at /, a bad one at /kaal, a form at /vraag that is echoed as JSON."""
    application = Flask(__name__)
    application.test_client_class = CheckedClient
    for path, page in {"/": GOOD, "/kaal": "<p>", "/vraag": FORM}.items():
        answer = Response(page, mimetype="text/html")
        application.add_url_rule(path, path, lambda answer=answer: answer)
    for path in ("/zoek", "/antwoord", "/stop"):
        application.add_url_rule(path, path, _echo, methods=["POST"])
    return application


def _echo() -> Response:
    return jsonify({"path": request.path, **request.form.to_dict(flat=False)})
