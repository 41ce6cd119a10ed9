"""Languages as they sound."""
