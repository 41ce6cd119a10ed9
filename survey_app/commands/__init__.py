"""Commands of `trajectspiegel` that belong to no feature; the others live with theirs."""
