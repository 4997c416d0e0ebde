"""Template tags of `policy`."""
