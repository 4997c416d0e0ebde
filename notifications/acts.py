"""What `notifications` writes into the trail, in words: as a sentence goes on after a name."""

ACTS = {
    "notifications.preferences_set": "chose which notices to get",
}
