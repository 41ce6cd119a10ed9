"""The log of who planned, sent, exported, changed or published what (logboek); never an answer."""
