"""Recordings of questions and answers, for who would rather listen (Opus files)."""
