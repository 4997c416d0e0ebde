"""Commands of `acknowledgements`."""
