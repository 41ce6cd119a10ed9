"""The exact search for the cheapest safe pattern: integer and linear programmes (HiGHS)."""
