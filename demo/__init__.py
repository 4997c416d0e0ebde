"""A demonstration city of fictional people; development and tests only."""
