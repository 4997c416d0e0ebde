"""What `foundation.jobs` writes into the trail, in words: as a sentence goes on after a name."""

ACTS = {
    "jobs.started": "started a job",
    "jobs.asked_to_stop": "asked a job to stop",
    "jobs.cancelled": "cancelled a job",
    "jobs.done": "finished a job",
    "jobs.failed": "gave up a job",
}
