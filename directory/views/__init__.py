"""Pages of the directory: people, departments, imports."""
