"""`rotate-keys` in a process of its own that is killed right after so many of its commits."""

import os
import signal
import sys

from sqlalchemy import Engine, event

from survey_app.cli import main

if __name__ == "__main__":
    left = [int(sys.argv[1])]

    def count(connection: object) -> None:
        del connection
        left[0] -= 1
        if left[0] < 0:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(Engine, "commit", count)
    sys.exit(main(sys.argv[2:]))
