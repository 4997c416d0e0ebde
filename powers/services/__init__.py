"""Every write of this app, and the two questions that other apps' services ask: `require` and `decide_under`."""

from powers.services.designating import designate, end_designation
from powers.services.entries import confirm, enter, refuse, withdraw_entry
from powers.services.night import appoint_at_night
from powers.services.requiring import Decision, decide_under, require

__all__ = [
    "Decision",
    "appoint_at_night",
    "confirm",
    "decide_under",
    "designate",
    "end_designation",
    "enter",
    "refuse",
    "require",
    "withdraw_entry",
]
