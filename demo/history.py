"""What the people of the demonstration have done: made by the services themselves, with the clock set back."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from django.db.models import F

import policy
from acknowledgements.models import Acknowledgement, Campaign
from acknowledgements.services.annulling import request_annulment
from acknowledgements.services.campaigns import CampaignPlan, open_campaign, plan_campaign
from acknowledgements.services.reminding import send_reminders
from acknowledgements.wording import default_statements, default_title, default_wording
from demo.calendar import Calendar
from demo.people import Hiring
from directory.models import Employee
from directory.services import roster
from directory.services.identity import change_identity
from foundation import clock
from foundation.actor import Actor
from foundation.calendar import is_working_day
from notifications.models import MessageState, OutboxMessage
from policy.models import Version
from policy.services import confirm_publication, import_text, request_publication
from policy.setup import explain_for_the_first_time
from powers.drafts import AppointmentDraft
from powers.models import AppointmentKind
from powers.services.entries import enter
from powers.services.night import appoint_at_night

PUBLISHED = 60
PLANNED = 30
OPENED = 20
DUE = -10
VACANT_OFFICE = "REC"
NIGHT = 14
TEXT = Path(policy.__file__).parent / "regulations" / "administrative-regulation-150.txt"
SOURCE = "City of St. Louis, Department of Personnel"


class History:
    """Replays what two people of Employee Relations and an administrator did in the last weeks."""

    def __init__(self, hiring: Hiring, calendar: Calendar) -> None:
        self.hiring = hiring
        self.calendar = calendar
        self.first = self._actor("100008")
        self.second = self._actor("100009")
        self.administrator = self._actor("100012")

    def _actor(self, number: str) -> Actor:
        return Actor.of_person(Employee.objects.get(number=number))

    def publish(self) -> Version:
        """Regulation 150, imported and asked for by one person, confirmed by the other, explained."""
        text = TEXT.read_text(encoding="utf-8")
        with clock.replaying(self.calendar.morning(PUBLISHED)):
            version = import_text(text, by=self.first, source=SOURCE).version
        effective = clock.start_of(version.issue_date) if version.issue_date else self.calendar.midnight(PUBLISHED)
        with clock.replaying(self.calendar.morning(PUBLISHED, minute=40)):
            request = request_publication(version, effective_from=effective, by=self.first)
        with clock.replaying(self.calendar.morning(PUBLISHED - 1, hour=14)):
            confirm_publication(request, by=self.second)
        with clock.replaying(self.calendar.morning(PUBLISHED - 1, hour=15)):
            explain_for_the_first_time(version, by=self.second, approved_by=self.first)
        return version

    def campaign(self, version: Version) -> Campaign:
        """A campaign that opened three weeks ago and is due soon; everybody was told at its opening."""
        plan = CampaignPlan(
            version=version,
            title=default_title(version),
            wording=default_wording(version),
            opening_day=self.calendar.day(OPENED),
            due_day=self.calendar.day(DUE),
            statements=default_statements(version),
        )
        with clock.replaying(self.calendar.morning(PLANNED)):
            campaign = plan_campaign(by=self.first, plan=plan)
        with clock.replaying(self.calendar.morning(PLANNED - 1)):
            campaign = open_campaign(by=self.first, campaign=campaign)
        # On the first working day: on others nothing goes out.
        told = next(day for day in range(OPENED, 0, -1) if is_working_day(self.calendar.day(day)))
        with clock.replaying(self.calendar.morning(told, hour=6)):
            send_reminders(by=Actor.of_system("reminders"))
        return campaign

    def night(self) -> None:
        """A vacant office that was acted for over two nights: one person appointed somebody, and told the others."""
        somebody = self.hiring.staff[VACANT_OFFICE].bench[:1]
        with clock.replaying(self.calendar.morning(NIGHT, hour=22, minute=20)):
            for holder in Employee.objects.filter(pk__in=somebody):
                appoint_at_night(
                    by=self.first,
                    department=self.hiring.departments[VACANT_OFFICE],
                    holder=holder,
                    until=clock.now() + timedelta(hours=34),
                    instrument="Words of the Director of Parks, Recreation and Forestry by telephone",
                )

    def changes(self) -> None:
        """A few things that happened to people lately, as an administrator entered them."""
        people = {code: self._people(code) for code in ("LAW", "WAT", "FOR", "BLDG", "SLMPD")}
        with clock.replaying(self.calendar.morning(12, minute=10)):
            for person in people["LAW"][:1]:
                roster.change_title(person, by=self.administrator, title="Senior Assistant City Counselor")
        with clock.replaying(self.calendar.morning(11, minute=20)):
            for person in people["SLMPD"][:1]:
                married = f"{person.name.rpartition(' ')[0]} Delacroix"
                change_identity(person, by=self.administrator, name=married)
        with clock.replaying(self.calendar.morning(9, hour=11)):
            for person in people["WAT"][:2]:
                roster.start_leave(person, by=self.administrator, until=self.calendar.midnight(-40))
        with clock.replaying(self.calendar.morning(6, hour=13)):
            for person in people["FOR"][:1]:
                roster.move(person, by=self.administrator, department=self.hiring.departments["PARKS"], supervisor=None)
        with clock.replaying(self.calendar.morning(3, hour=10)):
            for person in people["BLDG"][:1]:
                roster.leave_the_city(person, by=self.administrator, effective=self.calendar.midnight(2))

    def what_waits(self, campaign: Campaign) -> None:
        """What the first person of Employee Relations entered yesterday, and the second has to decide."""
        somebody = self.hiring.staff[VACANT_OFFICE].bench[:1]
        mistaken = Acknowledgement.objects.filter(campaign=campaign).order_by("-at").first()
        with clock.replaying(self.calendar.morning(1, hour=15)):
            for holder in somebody:
                draft = AppointmentDraft(
                    department_id=self.hiring.departments[VACANT_OFFICE].pk,
                    holder_id=holder,
                    appointment_kind=AppointmentKind.ACTING,
                    effective_from=self.calendar.midnight(0),
                    effective_until=self.calendar.midnight(-90),
                    instrument="Letter of the Director of Parks, Recreation and Forestry",
                )
                enter(by=self.first, draft=draft)
            if mistaken is not None:
                reason = "Acknowledged by a colleague on the shared terminal, who had not signed the other one out."
                request_annulment(by=self.first, acknowledgement=mistaken, reason=reason)

    def _people(self, code: str) -> list[Employee]:
        """People of a department who hold nothing."""
        return list(Employee.objects.filter(pk__in=self.hiring.staff[code].bench[4:8]).order_by("pk"))


def empty_the_outbox() -> None:
    """The mail of the past has long been sent: none of it leaves now."""
    OutboxMessage.objects.filter(state=MessageState.WAITING).update(
        state=MessageState.SENT, sent_at=F("created_at"), attempts=1
    )
