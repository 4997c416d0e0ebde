"""The bare limit beside posts: plain Django pages that show the same rows of the same tables, in the portal's frame.

Same sessions and middleware; no rule about who sees what, nothing that is computed: whether the publisher may post is
not asked, no word is marked, nobody who could decide is looked up. The bare decision locks a post and writes the same
rows, and asks nothing.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.db.models import Count, Min
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template import engines
from django.urls import include, path
from django.utils import timezone

from foundation.audit.models import Entry
from notifications.models import Notice, OutboxMessage
from powers.models import Designation
from reviews.models import Need, Post, Round

PAGES = {
    "home": """<h1>Home</h1><p>{{ waits.number }} posts wait since {{ waits.oldest }}.</p>
{% for one in notices %}<p>{{ one.title }} {{ one.at }}</p>{% endfor %}""",
    "queue": """<h1>Queue</h1><ul>{% for post in posts %}<li><h2><a href="/posts/{{ post.reference }}/review/">
{{ post.content.text|truncatechars:90 }}</a></h2><p>{{ post.reference }}, round {{ post.rounds }}.
{{ post.planned_for }} {{ post.publisher.name }} {{ post.drafted_by.name }} {{ post.department.code }}
{% for one in post.targets.all %}{% for facts in one.account.facts.all %}{{ facts.name }} ({{ facts.platform.name }})
{% endfor %}{% endfor %}{% for one in post.needs.all %}{{ one.since }} {{ one.due_at }}{% endfor %}
{% for sent in post.sent.all %}{% for one in sent.findings.all %}{{ one.clause }}{% endfor %}{% endfor %}</p></li>
{% endfor %}</ul>""",
    "post": """<h1>{{ post.reference }}</h1><p>{{ post.state }} {{ post.state_since }} {{ post.publisher.name }}
{{ post.drafted_by.name }} {{ post.department.code }}</p><pre>{{ post.content.text }}</pre>
{% for one in post.targets.all %}{% for facts in one.account.facts.all %}<p>{{ facts.name }} {{ facts.platform.name }}
</p>{% endfor %}{% endfor %}{% for sent in post.sent.all %}<p>{{ sent.number }} {{ sent.submitted_by.name }}
{{ sent.submitted_at }} {{ sent.content_hash }}</p><pre>{{ sent.content.text }}</pre>{% for one in sent.findings.all %}
<p>{{ one.clause }} {{ one.why }} {{ one.reason }} {{ one.disposed_by.name }}</p>{% endfor %}{% endfor %}
{% for one in post.needs.all %}<p>{{ one.department.code }} {{ one.power }} {{ one.outcome }} {{ one.due_at }}
{{ one.decided_by.name }}</p>{% endfor %}{% for one in post.messages.all %}<p>{{ one.author.name }} {{ one.text }}</p>
{% endfor %}{% for one in post.publications.all %}<p>{{ one.published_at }} {{ one.words.text }}</p>{% endfor %}
{% for one in entries %}<p>{{ one.at }} {{ one.actor_name }} {{ one.act }}</p>{% endfor %}""",
}
FACTS = ("targets__account__facts__platform", "needs__department", "sent__findings__disposed_by")
ALL = (*FACTS, "needs__decided_by", "sent__submitted_by", "sent__content", "messages__author", "publications__words")
WITH = ("drafted_by", "publisher", "department", "content", "taken_by")


@lru_cache
def template(name: str) -> Any:
    """A page in the frame that every page of the portal has, made once in a process."""
    return engines["django"].from_string(
        f'{{% extends "base.html" %}}{{% block content %}}{PAGES[name]}{{% endblock content %}}'
    )


def _shown(request: HttpRequest, name: str, context: dict[str, Any]) -> HttpResponse:
    return HttpResponse(template(name).render(context, request))


def _needs(request: HttpRequest) -> Any:
    departments = Designation.objects.filter(holder=request.user, superseded_at=None).values("department")
    return Need.objects.filter(outcome=None, department__in=departments)


def home(request: HttpRequest) -> HttpResponse:
    """How many wait, and the last notices."""
    waits = _needs(request).aggregate(number=Count("pk"), oldest=Min("since"))
    notices = Notice.objects.filter(person=request.user).order_by("-at")[:3]
    return _shown(request, "home", {"waits": waits, "notices": notices})


def queue(request: HttpRequest) -> HttpResponse:
    """The first 25 posts that wait, by planned time and by waiting time."""
    rows = Post.objects.filter(pk__in=_needs(request).values("post"), state="submitted").select_related(*WITH)
    posts = rows.prefetch_related(*FACTS).order_by("planned_for", "state_since", "pk")[:25]
    return _shown(request, "queue", {"posts": posts})


def post(request: HttpRequest, reference: str) -> HttpResponse:
    """Everything that is kept of a post."""
    row = Post.objects.select_related(*WITH).prefetch_related(*ALL).get(reference=reference)
    entries = Entry.objects.filter(object_kind="reviews.post", object_id=reference).order_by("-id")[:100]
    return _shown(request, "post", {"post": row, "entries": entries})


@transaction.atomic
def decide(request: HttpRequest, reference: str) -> HttpResponse:
    """The rows that an approval writes, by the id of the post and nothing else."""
    at, person = timezone.now(), request.user
    row = (
        Post.objects.select_for_update(of=("self",)).select_related("drafted_by", "publisher").get(reference=reference)
    )
    Need.objects.filter(post=row, outcome=None).update(
        outcome="approved", decided_by=person, decided_at=at, reason="", capacity="designee", instrument="bare"
    )
    Round.objects.filter(post=row, number=row.rounds).update(outcome="approved", ended_at=at, released_at=at)
    Post.objects.filter(pk=row.pk).update(state="approved", state_since=at, taken_by=None, taken_until=None)
    Entry.objects.create(at=at, act="reviews.approved", object_kind="reviews.post", object_id=reference)
    people = (row.drafted_by, row.publisher)
    told = {"kind": "reviews.decisions", "link": f"/posts/{reference}/"}
    Notice.objects.bulk_create(
        Notice(person=one, title="Approved", text="", at=at, key=uuid4().hex, **told) for one in people
    )
    OutboxMessage.objects.bulk_create(
        OutboxMessage(
            recipient=one, subject="Approved", text="", key=uuid4().hex, created_at=at, next_attempt_at=at, **told
        )
        for one in people
    )
    return HttpResponseRedirect("/posts/queue/")


urlpatterns = [
    path("bare/", home),
    path("bare/queue/", queue),
    path("bare/<reference>/", post),
    path("bare/<reference>/decide/", decide),
    path("", include("portal.urls")),
]
