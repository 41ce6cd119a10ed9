"""Who answered: planning, representativeness, weights."""
