"""Every write of this app, and the two questions that other apps' services ask: `require` and `decide_under`."""

from powers.services.requiring import Decision, decide_under, require

__all__ = ["Decision", "decide_under", "require"]
