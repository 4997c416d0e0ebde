"""What `foundation.audit` writes into the trail, in words: as a sentence goes on after a name."""

ACTS = {
    "trail.series_started": "started a new series of seals",
    "trail.value_destroyed": "destroyed a value in the trail",
}
