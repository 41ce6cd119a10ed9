"""Building a wheel: the top-level folders that the program reads go inside the package.

Everything else about the project stands in pyproject.toml.
"""

import shutil
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

ROOT = Path(__file__).resolve().parent
FOLDERS = ("questionnaires", "templates", "migrations", "docs")


class WithFolders(build_py):
    """Copies FOLDERS to survey_app/shipped, where survey_app/config.py looks first."""

    def run(self) -> None:
        super().run()
        if self.editable_mode:  # an installation for work reads the folders where they are
            return
        shipped = Path(self.build_lib) / "survey_app" / "shipped"
        for folder in FOLDERS:
            shutil.copytree(
                ROOT / folder,
                shipped / folder,
                dirs_exist_ok=True,
                ignore=shutil.ignore_patterns("__pycache__"),
            )


setup(cmdclass={"build_py": WithFolders})
