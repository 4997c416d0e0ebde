"""The Python parts of the commands in `script/`.

`prepare` and what it imports run before anything is installed: they use the standard library only.
"""
