"""One settings module for each environment."""
