"""Replacing the keys under which something is kept, while everybody works on."""
