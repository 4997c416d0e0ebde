"""Whether a post is closed matter (IV.K.1, DESIGN 3.10): asked whenever its words change, and when a finding is judged.

What was sent is kept with its post: a post is closed as long as any of its rounds is, though the words were taken out
since. Only *unfounded*, said of every finding of IV.K.1, opens it again.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import OfficialAccount
from powers.tree import Tree
from reviews.looking_at import CRIMINAL_JUSTICE, context_for, departments_asked, findings_of, is_closed_matter
from reviews.models import Disposition, Finding, Post, Round
from reviews.sealed import Sealed


def closed_rounds(post: Post) -> QuerySet[Round]:
    """The rounds of a post that declare criminal justice information, or in which a finding of IV.K.1 stands."""
    of_clause = Finding.objects.filter(round=OuterRef("pk"), clause__startswith=f"{CRIMINAL_JUSTICE}.")
    standing = of_clause.exclude(disposition__isnull=False, disposition=Disposition.UNFOUNDED)
    return Round.objects.filter(post=post).filter(Q(declares=True) | Exists(standing))


def is_closed(post: Post, sealed: Sealed, accounts: Sequence[OfficialAccount], at: datetime) -> bool:
    """Whether a post with this text is closed matter; a text that the last round holds already is not judged anew."""
    if post.discloses or (post.rounds and closed_rounds(post).exists()):
        return True
    if post.rounds and Round.objects.filter(post=post, number=post.rounds, content_hash=sealed.hash).exists():
        return False
    departments = [post.department.pk, *departments_asked(accounts, at)]
    return is_closed_matter(findings_of(sealed, context_for(departments, at, Tree(at))))
