"""The sealed inbox and the stores that are not the evaluation's."""
