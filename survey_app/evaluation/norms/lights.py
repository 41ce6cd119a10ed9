"""The proposed light of every norm of the two frameworks, from the questions up (D.11).

A criterion takes the lights of its evidence, a norm those of its criteria, by one rule. Documents
and talks are judged by a person; until then they are grey.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from analysis.lights import Light, norm_light
from survey_app.evaluation.breakdowns.wave_data import WaveData
from survey_app.evaluation.evidence.records import Evidence
from survey_app.questionnaire.framework import Norm

RULE_VERSION = 1  # of the way a light is proposed; a judgement keeps that of its day


@dataclass(frozen=True, slots=True)
class CriterionLight:
    """One criterion with its light and the codes it rests on."""

    code: str
    text: str
    light: str
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NormLight:
    """One norm: `light` is the judgement where a person gave one, else what is proposed."""

    framework: str
    norm: str
    text: str
    light: str
    marks: tuple[str, ...]
    proposed: str
    judged: str | None
    reason: str | None
    rule_version: int
    criteria: tuple[CriterionLight, ...]


def norm_lights(wave: WaveData, evidence: Mapping[str, Evidence]) -> tuple[NormLight, ...]:
    """Every norm in the order of its framework."""
    return tuple(_norm(norm, evidence) for norm in wave.framework.norms)


def _norm(norm: Norm, evidence: Mapping[str, Evidence]) -> NormLight:
    criteria = [(one.code, one.text, one.evidence) for one in norm.criteria]
    if not criteria:  # a norm without criteria is its own criterion
        criteria = [(norm.code, norm.text, norm.evidence)]
    lights = [_light(codes, evidence) for _, _, codes in criteria]
    found = norm_light([light.colour for light in lights])
    incomplete = found.incomplete or any(light.incomplete for light in lights)
    return NormLight(
        framework=norm.set,
        norm=norm.code,
        text=norm.text,
        light=str(found.colour),
        marks=("onvolledig",) if incomplete else (),
        proposed=str(found.colour),
        judged=None,
        reason=None,
        rule_version=RULE_VERSION,
        criteria=tuple(
            CriterionLight(code, text, str(light.colour), codes)
            for (code, text, codes), light in zip(criteria, lights, strict=True)
        ),
    )


def _light(codes: tuple[str, ...], evidence: Mapping[str, Evidence]) -> Light:
    return norm_light([evidence[code].light for code in codes])
