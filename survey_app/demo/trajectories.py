"""Finished trajectories of the providers of Voorbeeldstad, as a contract file would hold them."""

import csv
from pathlib import Path

from survey_app.demo.municipality import PROVIDERS, Measurement, luck

HEADER = ("provider", "succeeded", "instrument", "start", "end")
# provider -> trajectories, the part that succeeds
SIZES = ((PROVIDERS[0], 34, 0.55), (PROVIDERS[1], 27, 0.4))
LOWEST, HIGHEST = 2, 5  # steps on the ladder of six at the start


def write_trajectories(path: Path, measurement: Measurement) -> None:
    """Write the trajectories that ended in the year before a wave: invented, always the same."""
    chance = luck("trajectories", measurement.name)
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream, delimiter=";")
        writer.writerow(HEADER)
        for provider, number, part in SIZES:
            for place in range(number):
                start = chance.randint(LOWEST, HIGHEST)
                succeeded = place < number * part
                end = min(6, start + 1) if succeeded else start - chance.randint(0, 1)
                writer.writerow((provider, "ja" if succeeded else "nee", "VNG6", start, end))
