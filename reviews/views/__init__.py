"""Pages about posts: thin, each translates between a form and a verb of the services."""
