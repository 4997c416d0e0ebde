"""What every app stands on: the clock, dated facts, guards, the trail, files, jobs, errors.

Knows nothing of departments, people or the regulation; no foreign keys upward."""
