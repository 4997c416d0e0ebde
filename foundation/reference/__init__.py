"""Data the portal starts with (settings, holidays; other apps add theirs) and the one loader that puts it in."""
