"""The cache table: the embedded portal has no other cache that all its processes share."""
