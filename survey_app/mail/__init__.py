"""What every e-mail needs, to respondents or to staff: a line to the server, and who may get it."""
