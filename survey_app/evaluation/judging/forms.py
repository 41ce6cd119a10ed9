"""From the form of a conclusion to plain values."""

from werkzeug.datastructures import MultiDict

from survey_app.evaluation.judging.services import Conclusion
from survey_app.questionnaire.framework import Framework
from survey_app.questionnaire.typed_text import readable

LONGEST = 2000
LIGHTS = ("groen", "oranje", "rood", "niet te beoordelen")


class FieldRefused(ValueError):
    """Something was filled in that cannot be used; the text says why, in Dutch."""


def codes_of(framework: Framework, about: str) -> frozenset[str]:
    """The norms or the points that there are; empty for something else."""
    if about == "norm":
        return frozenset(one.code for one in framework.norms)
    if about == "point":
        return frozenset(one.code for one in framework.advice_points)
    return frozenset()


def conclusion(form: MultiDict[str, str], about: str, code: str) -> Conclusion:
    """What was concluded. Raises FieldRefused without a reason or, for a norm, without a light."""
    text = readable(form.get("tekst", ""))[:LONGEST].strip()
    if not text:
        raise FieldRefused("Schrijf op waarom u dit concludeert.")
    if about == "point":
        return Conclusion(about, code, text)
    light = form.get("licht", "")
    if light not in LIGHTS:
        raise FieldRefused("Kies een kleur, of ‘niet te beoordelen’.")
    return Conclusion(about, code, text, light)
