"""Campaigns, acknowledgements of a version, receipts and coverage (City procedure)."""
