"""How it looks per organisation: themes with computed contrast, the logo, static files."""
