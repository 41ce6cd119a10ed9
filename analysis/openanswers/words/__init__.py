"""From letters to words, clauses and stems."""
