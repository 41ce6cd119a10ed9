"""Open answers: language, feeling, themes and personal data of one short Dutch text.

Where to look:

- `answer.analyse_answer` puts everything together for one answer;
- `identifiers.find_identifiers` and `identifiers.mask` find and cover personal data;
- `corrections.apply_correction` keeps what a reviewer decided;
- the word lists in Dutch: `gevoelswoorden.toml`, `themawoorden.toml`, `schrijffouten.toml` and
  `naamregels.toml`;
- `train` learns from labelled answers how far the lists are to be trusted and what other words add
  (`geleerd_gevoel.toml`, `geleerd_themas.toml`): `python -m analysis.openanswers.learning.train`;
- `evaluate` measures all of it against labelled answers:
  `python -m analysis.openanswers.learning.evaluate`.

The package itself imports nothing, so that reading it costs nothing.
"""
