"""What became of people: stars of providers, ladder, needs, interviews."""
