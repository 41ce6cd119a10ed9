"""How long what is kept, what is wiped when that is over, and wiping somebody on request."""
