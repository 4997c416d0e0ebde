"""Random cities with accounts, authorizations and all that bears on them, for property tests."""

from datetime import timedelta
from uuid import uuid4

from hypothesis import strategies as st

from accounts.models import AccountState
from acknowledgements.models import Campaign, Decline
from authorizations.acts_asked import Act, Speaker
from authorizations.kinds import POWERS, Kind
from authorizations.models import Authorization, Consent, DeclineDecision, OralWords, PaperDecision
from directory.models import Assignment, DepartmentProfile, Employee
from foundation.models import DatedSetting
from policy.models import Publication
from tests.factories.accounts import AccountFactory
from tests.factories.acknowledgements import AcknowledgementFactory
from tests.factories.authorizations import AuthorizationFactory, OralWordsFactory, RevocationFactory
from tests.powers import worlds
from tests.powers.worlds import START, day, department, length, on, which

PEOPLE = 7
person = st.integers(0, PEOPLE - 1)
staff = st.sampled_from([4, 4, 5, 5, 6, 6, 0, 3])
account = st.integers(0, 3)
speaker = st.sampled_from(["own", "own", "own", "city", "official", "other"])
kind = st.sampled_from([*Kind.values, "speech", "police_speech"])
state = st.sampled_from(["suspended", "active", "retired", "listed"])

grant = st.tuples(
    st.just("grant"), kind, staff, speaker, st.lists(account, max_size=3), st.booleans(), st.booleans(), day, length,
    st.booleans(),
)  # fmt: skip
words = st.tuples(st.just("words"), staff, speaker, st.lists(account, max_size=2), day, length)
own = st.one_of(
    grant,
    grant,
    st.tuples(st.just("accept"), which),
    words,
    st.tuples(st.just("word_on_words"), which),
    st.tuples(st.just("revoke"), which, day),
    st.tuples(st.just("confirm"), which, st.booleans()),
    st.tuples(st.just("consent"), account, department, department, day, length),
    st.tuples(st.just("state"), account, state, day),
    st.tuples(st.just("state"), account, state, day),
    st.tuples(st.just("campaign"), day, st.integers(1, 4)),
    st.tuples(st.just("acknowledge"), person, day),
    st.tuples(st.just("decline"), person),
    st.tuples(st.just("word"), which, st.booleans()),
    st.tuples(st.just("grace"), st.integers(0, 3), day),
    st.tuples(st.just("flags"), department, st.booleans(), st.booleans(), st.booleans(), day),
    st.tuples(st.just("status"), person, st.sampled_from(["on_leave", "suspended", "left"]), day, length),
    st.tuples(st.just("move"), person, department, day),
    st.tuples(st.just("both"), st.booleans(), day, length),
)
changes = st.lists(st.one_of(own, own, own, worlds.change), min_size=4, max_size=14)
plain = (None, "own", "city", (), None, False)
act = st.one_of(
    st.tuples(account, *map(st.just, plain[1:])),
    st.tuples(
        st.one_of(account, account, account, st.none()),
        st.sampled_from(["own", "own", "own", "own", "city", "official", "other"]),
        st.sampled_from(["city", "city", "personal"]),
        st.sampled_from([(), ("Snow",), ("Snow routes", "Parades"), ("Budget for snow",)]),
        st.sampled_from([None, None, None, "", "Case 7", "Case 8"]),
        st.sampled_from([False, False, False, True]),
    ),
)


class City(worlds.City):
    """The city of `tests.powers.worlds` with three people more, four accounts, and what lets people use them."""

    def __init__(self):
        super().__init__()
        early = START - timedelta(days=1)
        for n in range(3):
            self.people.append(Employee.objects.create(number=f"S{n}", name=f"Staff {n}"))
            dates = {"effective_from": early, "recorded_at": early}
            Assignment.objects.create(employee=self.people[-1], department=self.departments[n], **dates)
        shared = {3: [self.departments[2]]}
        self.accounts = [
            AccountFactory(department=self.departments[n % 3], sharing=shared.get(n, []), entered_by=self.people[0])
            for n in range(4)
        ]
        self.write([("publish", 0, worlds.CITED, -1)])
        self.written = 0
        for n in range(3):
            first = Kind.POLICE_SPEECH if n == 2 else Kind.SPEECH
            for one in (first, Kind.DEVICE, Kind.DISCLOSURE, Kind.OUTSIDE_SITE, Kind.EMAIL):
                self._grant(one, 4 + n, "own", [n, 3], n == 1 and one == first, False, -1, None, False)
        for number in range(0, Authorization.objects.count(), 2):
            self._accept(number)
        self._grant(Kind.SPEECH, 5, "own", [0, 1], False, False, 3, 6, False)
        self._consent(0, 0, 1, 2, None)
        self._flags(2, True, False, True, 0)
        self._grace(1, -1)
        self._campaign(-1, 6)
        for n in (0, 1, 2, 4, 5):
            self._acknowledge(n, 0)

    def speaker(self, said, home):
        if said == "city":
            return Speaker.city()
        if said == "official":
            return Speaker.of_official(home, "Ada Jones")
        return Speaker.of_department(home if said == "own" else self.departments[2])

    def act(self, said, asker):
        """An act of somebody; `own` speaks for where they began, which is not where they are after a move."""
        place, voice, device, subjects, matter, email = said
        home = self.departments[self.people.index(asker) % 4 if asker.number[0] == "S" else 1]
        return Act(
            voice=None if voice == "own" and place is not None else self.speaker(voice, home),
            account=None if place is None else self.accounts[place],
            host="example.org" if place is None else "",
            device=device,
            subjects=subjects,
            discloses=matter is not None,
            matter=matter or "",
            uses_work_email=email,
        )

    def _grant(self, kind, grantee, voice, accounts, limited, on_platform, since, days, paper):
        who = self.people[grantee]
        place = Assignment.objects.not_superseded().filter(employee=who).order_by("-effective_from").first()
        home = place.department if place else self.departments[0]
        speaks = kind in {"speech", "outside_site", "police_speech"}
        said = self.speaker("own" if kind == "police_speech" else voice, home) if speaks else None
        at = self.recorded_at
        AuthorizationFactory(
            kind=kind,
            grantee=who,
            department=home,
            voice=said.voice if said else "",
            voice_department_id=said.department_id if said else None,
            voice_department=None if said is None or said.department_id is None else home,
            voice_official=said.official if said else "",
            accounts=[self.accounts[n] for n in set(accounts)] if kind in {"speech", "police_speech"} else [],
            platforms=["x"] if on_platform and kind in {"speech", "police_speech"} else [],
            hosts=["example.org"] if kind in {"outside_site", "email"} or on_platform else [],
            matter="Case 7" if kind == "disclosure" else "",
            subjects_covered=["snow"] if limited and speaks else [],
            subjects_excluded=["budget"] if limited and speaks else [],
            effective_from=on(since),
            effective_until=on(since + (days or 30)),
            granted_at=at - timedelta(hours=7) if paper else at,
            recorded_at=at,
            granted_by=self.people[1] if grantee == 0 else self.people[0],
            appointment=uuid4(),
            power=POWERS[kind].code,
            is_paper=paper,
            scan=uuid4() if paper else None,
            recorded_by=self.people[0] if paper else None,
        )

    def _words(self, grantee, voice, accounts, since, days):
        """Words given aloud: the restatement does not know of them, for they change no answer."""
        who = self.people[grantee]
        place = Assignment.objects.not_superseded().filter(employee=who).order_by("-effective_from").first()
        home = place.department if place else self.departments[0]
        said, at = self.speaker(voice, home), self.recorded_at
        OralWordsFactory(
            grantee=who,
            department=home,
            voice=said.voice,
            voice_department=None if said.department_id is None else home,
            voice_department_id=said.department_id,
            voice_official=said.official,
            accounts=[self.accounts[n] for n in set(accounts)],
            spoken_by=self.people[1] if grantee == 0 else self.people[0],
            spoken_at=min(on(since), at),
            recorded_at=at,
            due_at=at + timedelta(days=2),
            wanted_until=max(on(since + (days or 30)), at + timedelta(days=1)),
        )

    def _word_on_words(self, number):
        row = self._pick_any(OralWords.objects.filter(outcome=None), number)
        if row is not None:
            word = {"decided_by": row.spoken_by, "decision_reason": "so", "capacity": "x", "instrument": "x"}
            OralWords.objects.filter(pk=row.pk).update(outcome="refused", decided_at=self.recorded_at, **word)

    def _accept(self, number):
        row = self._pick_any(Authorization, number)
        from authorizations.models import Acceptance

        at = self.recorded_at
        Acceptance.objects.create(
            authorization=row, accepted_at=at, recorded_at=at, recorded_by=row.grantee, text_hash=row.text_hash
        )

    def _revoke(self, number, since):
        row = self._pick_any(Authorization, number)
        RevocationFactory(authorization=row, effective_from=on(since), recorded_at=self.recorded_at)

    def _confirm(self, number, yes):
        papers = list(Authorization.objects.filter(is_paper=True).order_by("pk"))
        if papers:
            PaperDecision.objects.create(
                authorization=papers[number % len(papers)],
                outcome="confirmed" if yes else "refused",
                recorded_at=self.recorded_at,
                decided_by=self.people[0],
                reason="so",
            )

    def _consent(self, account, gives, gets, since, days):
        Consent.objects.create(
            account=self.accounts[account],
            department=self.departments[gives],
            for_department=self.departments[gets],
            given_by=self.people[0],
            **self._dates(since, days),
        )

    def _state(self, account, state, since):
        approval = self.accounts[account].approvals.first()
        whose = {"account": self.accounts[account]}
        self._turn(AccountState, whose, since, state=state, approval=approval, reason="so")

    def _campaign(self, since, days):
        published = Publication.objects.not_superseded().order_by("-pk").first()
        at = self.recorded_at
        Campaign.objects.create(
            version=published.version,
            title="Read it",
            opens_at=on(since),
            due_at=on(since + days),
            planned_by=self.people[0],
            planned_at=at,
            state="closed",  # so that there can be another of the same version
            opened_by=self.people[0],
            opened_at=at,
            closed_by=self.people[0],
            closed_at=at,
        )

    def _acknowledge(self, person, since):
        campaign = self._pick_any(Campaign, since)
        at = min(on(since), self.recorded_at)
        if campaign is not None:
            AcknowledgementFactory(
                person=self.people[person],
                campaign=campaign,
                at=at,
                recorded_at=self.recorded_at,
                department=self.departments[0],
            )

    def _decline(self, person):
        published = Publication.objects.not_superseded().order_by("-pk").first()
        Decline.objects.create(
            person=self.people[person],
            version=published.version,
            department=self.departments[0],
            reason="so",
            at=self.recorded_at,
            recorded_at=self.recorded_at,
        )

    def _word(self, number, yes):
        row = self._pick_any(Decline, number)
        if row is not None:
            by = self.people[0] if row.person_id != self.people[0].pk else self.people[1]
            word = {"decision": "may_go_on" if yes else "may_not", "decided_by": by, "reason": "so"}
            DeclineDecision.objects.create(decline=row, person=row.person, at=self.recorded_at, instrument="x", **word)

    def _grace(self, days, since):
        self._turn(DatedSetting, {"key": "term.acknowledgement_grace_days"}, since, value=days)

    def _flags(self, department, criminal_justice, emergency, bound, since):
        now = DepartmentProfile.objects.not_superseded().filter(department=self.departments[department]).last()
        kept = ("name", "parent_id", "head_title", "speech_rule", "speech_office_id")
        self._turn(
            DepartmentProfile,
            {"department": self.departments[department]},
            since,
            has_criminal_justice_information=criminal_justice,
            emergency_posting=emergency,
            under_regulation="yes" if bound else "no",
            **{name: getattr(now, name) for name in kept},
        )

    def _both(self, value, since, days):
        self._read(since, days, kind="both_required", power="", value=value)

    def _pick_any(self, model, number):
        rows = list((model if hasattr(model, "order_by") else model.objects).order_by("pk"))
        return rows[number % len(rows)] if rows else None


__all__ = ["City", "act", "changes", "words"]
