"""PDF and tabular files."""
