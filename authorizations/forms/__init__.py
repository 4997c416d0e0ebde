"""What people fill in about written authorizations; every form works without JavaScript."""
