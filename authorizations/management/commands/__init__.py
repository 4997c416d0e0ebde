"""Commands of `manage.py`, one service call each."""
