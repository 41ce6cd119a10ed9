"""Parties, phases, waves, modes, and expectation against outcome."""
