"""A batch worker in a process of its own, to be killed: says when it begins, then moves."""

from survey_app.config import load_config
from survey_app.installation import open_installation
from survey_app.intake.services import move_batches

if __name__ == "__main__":
    installation = open_installation(load_config())
    print("ready", flush=True)
    move_batches(installation)
