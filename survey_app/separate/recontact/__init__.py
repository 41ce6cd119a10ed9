"""Who offered to be interviewed: the pool, the draw, the calls, and wiping them."""
