"""What a plan will cost people, and what it will be able to tell. Pure arithmetic."""
