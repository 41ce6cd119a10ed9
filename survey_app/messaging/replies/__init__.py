"""What comes back: delivery receipts, bounces, and what people answer to a text message."""
