"""What `foundation` writes into the trail, in words: as a sentence goes on after a name."""

ACTS = {
    "settings.changed": "changed a setting",
}
