"""Worked cases from files: `python -m analysis.cases DIR --out OUT`."""
