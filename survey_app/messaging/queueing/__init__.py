"""Putting the people of a dispatch in line, with what else they have open."""
