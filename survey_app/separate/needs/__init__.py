"""The half-yearly needs forms: help to be given, and groups of people with the same needs."""
