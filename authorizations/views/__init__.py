"""Pages of written authorizations."""
