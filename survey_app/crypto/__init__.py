"""Keys, ciphers and the tokens of every way in: nothing else in the code touches a key."""
