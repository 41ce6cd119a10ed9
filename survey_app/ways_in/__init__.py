"""Ways in to an invitation: links, letter codes, contacts."""
