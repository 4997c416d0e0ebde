"""Pages of People and powers."""
