"""Whether this installation works: for monitors, containers, operators and pages that wait."""
