"""Commands of `powers`."""
