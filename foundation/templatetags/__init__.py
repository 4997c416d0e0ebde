"""Template filters of the foundation."""
