"""What is kept of what people did, and of who was wiped."""
