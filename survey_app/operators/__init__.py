"""What operators read: sentences that can be said in another language than they were written in."""
