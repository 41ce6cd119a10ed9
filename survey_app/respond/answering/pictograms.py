"""Which picture stands beside an answer in easy-read mode; words always stand there too."""

from collections.abc import Mapping

from survey_app.questionnaire.definition import Option, Question

UNKNOWN = "unknown"
# scale -> value -> picture in static/pictograms.svg
PICTURES: Mapping[str, Mapping[int, str]] = {
    "SQ": {5: "face5", 4: "face4", 3: "face3", 2: "face2", 1: "face1", 9: UNKNOWN},
    "SV": {5: "up2", 4: "up1", 3: "same", 2: "down1", 1: "down2", 9: UNKNOWN},
    "SK": {5: "up2", 4: "up1", 3: "same", 2: "down1", 1: "down2", 9: UNKNOWN},
    "JN": {1: "yes", 2: "no", 9: UNKNOWN},
    "CONSENT": {1: "yes", 2: "no"},
    "R10": {99: UNKNOWN},
    "LADDER": {6: "work", 5: "work-help", 4: "volunteer", 3: "course", 2: "people", 1: "home"},
}


def pictogram(question: Question, option: Option) -> str:
    """The name of the picture, empty when there is none for this answer."""
    if option.apart:
        return UNKNOWN
    return PICTURES.get(question.scale, {}).get(option.value, "")
