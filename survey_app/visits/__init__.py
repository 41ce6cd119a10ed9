"""Who is on the line: the visit of a respondent, the session of staff, and their throttles."""
