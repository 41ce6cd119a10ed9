"""The subjects of an edition without what is made of finished trajectories."""

from collections.abc import Mapping
from typing import Any

from survey_app.evaluation.providers.ladder import REGISTERED

OF_ANSWERS = ("provider", "satisfaction", "employers")  # of a provider: what people said


def without_trajectories(subjects: Mapping[str, Any]) -> dict[str, Any]:
    """The subjects without what is made of finished trajectories.

    Where an edition had none of them, the first ones tell nothing about who answered since.
    """
    providers = [
        {name: one[name] for name in OF_ANSWERS if name in one}
        for one in subjects.get("providers", [])
    ]
    ladder = [one for one in subjects.get("ladder", []) if one["moments"] != REGISTERED]
    return {**subjects, "providers": providers, "ladder": ladder}
