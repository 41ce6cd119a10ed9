"""House style of an organisation: its logo, its colours and what they look like."""
