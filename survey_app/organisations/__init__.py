"""Organisations, waves and their settings."""
