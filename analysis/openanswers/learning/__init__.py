"""Learning weights from labelled answers, and measuring what they are worth."""
