"""What signs the session is made once, and still refuses what it did not sign."""

from flask import Flask, session
from flask.sessions import SecureCookieSessionInterface

from survey_app.web.session_cookie import set_up


def application(key: str) -> Flask:
    app = Flask(__name__)
    app.secret_key = key
    set_up(app)

    @app.get("/")
    def seen() -> str:
        session["times"] = session.get("times", 0) + 1
        return str(session["times"])

    return app


def test_a_session_goes_on_and_one_signed_with_another_key_does_not() -> None:
    client = application("one").test_client()
    assert [client.get("/").text for _ in range(3)] == ["1", "2", "3"]
    cookie = client.get_cookie("session")
    assert cookie is not None
    for key, said in (("one", "4"), ("two", "1")):
        other = application(key).test_client()
        other.set_cookie("session", cookie.value)
        assert other.get("/").text == said


def test_what_signs_is_made_once_and_reads_what_flask_signed() -> None:
    app = application("one")
    signing = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    assert signing is app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    flask = SecureCookieSessionInterface().get_signing_serializer(app)
    assert flask is not None
    assert signing.loads(flask.dumps({"a": 1})) == {"a": 1}
