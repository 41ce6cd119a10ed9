"""The guide of each role (docs/handleiding), behind one link on every page of staff."""
