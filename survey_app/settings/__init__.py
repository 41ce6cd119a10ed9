"""What the environment may set: the names with their form, and how each value is checked."""
