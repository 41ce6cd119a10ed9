"""What stands in the stores apart of the demo."""
