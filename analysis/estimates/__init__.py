"""Means, intervals and tests of one number or two."""
