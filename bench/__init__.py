"""Measured speed, size and scale: `./run bench` writes RESULTS.md. Ratios, not seconds, travel."""
