"""What an operator reads: one line per kind of failure, never what a person wrote or is."""
