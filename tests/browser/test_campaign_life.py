"""A campaign in a browser: asked and answered, declined, a new version, leave, and everybody who is missing at once."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from acknowledgements.models import Exemption, ListAct, Question, Reminder
from acknowledgements.waiting import campaigns_waiting
from foundation import clock, dates
from foundation.jobs.models import Job
from foundation.jobs.running import run
from tests.browser.test_first_job import tick
from tests.factories import policy
from tests.factories.acknowledgements import AcknowledgementFactory, CampaignFactory
from tests.factories.directory import EmployeeFactory, EmployeeStatusFactory


@pytest.fixture
def campaign(city):
    return CampaignFactory(version=policy.published(policy.draft()))


def read(campaign):
    return reverse("acknowledgements:read", args=[campaign.pk])


def choose(page, words):
    page.locator("label", has_text=words).first.click()


def state_of(page, person):
    """What stands beside somebody in the list of who is missing."""
    return page.get_by_role("row", name=re.compile(person.name)).locator("td[data-label=State]").inner_text()


def test_a_question_is_answered_in_the_portal_and_nobody_else_reads_it(city, campaign, sign_in, visit, page, check):
    sign_in(city.owner)
    visit(read(campaign)).get_by_role("link", name="I have a question").click()
    page.get_by_label("What do you want to know?").fill("May I keep my old photographs?")
    page.get_by_role("button", name="Send the question").click()
    sign_in(city.supervisor)
    visit(reverse("acknowledgements:missing"))
    assert state_of(page, city.owner) == "With Employee Relations"
    assert "photographs" not in page.inner_text("main")
    sign_in(city.employee_relations)
    visit(reverse("home")).get_by_role("link", name="Answer").click()
    page.get_by_role("link", name=re.compile(city.owner.name)).first.click()
    page.get_by_label("Answer").fill("Yes, you may.")
    page.get_by_role("button", name="Send the answer").click()
    page.get_by_role("heading", name="Answered").wait_for()
    sign_in(city.owner)
    visit(reverse("acknowledgements:question", args=[Question.objects.get().pk]))
    page.get_by_text("Yes, you may.").wait_for()
    check((320,))


def test_a_decline_is_told_to_employee_relations_alone_and_ends_with_an_acknowledgement(
    city, campaign, sign_in, visit, page, check
):
    sign_in(city.owner)
    visit(read(campaign)).get_by_role("link", name="I decline to acknowledge").click()
    page.get_by_label("Why do you decline?").fill("My union advises me not to.")
    page.get_by_role("button", name="Decline to acknowledge").click()
    sign_in(city.authority)
    visit(reverse("acknowledgements:missing"))
    assert state_of(page, city.owner) == "With Employee Relations"
    assert re.search("declin|union", page.inner_text("main"), re.IGNORECASE) is None
    sign_in(city.employee_relations)
    visit(reverse("acknowledgements:declines")).get_by_text("My union advises me not to.").wait_for()
    sign_in(city.owner)
    acknowledge(city.owner, visit(read(campaign)))
    sign_in(city.employee_relations)
    visit(reverse("acknowledgements:declines"))
    assert "Acknowledged since" in page.inner_text("main")
    check((320,))


def acknowledge(person, page):
    for box in page.get_by_role("checkbox").all():
        tick(page, box)
    page.get_by_label("Your name").fill(person.name)
    page.get_by_role("button", name="Acknowledge").click()
    page.wait_for_url(re.compile("/acknowledgements/ACK-"))


@pytest.mark.parametrize("change", ["Material", "Immaterial"])
def test_a_new_version_asks_again_where_it_is_material_and_carries_over_where_not(
    city, campaign, sign_in, visit, page, check, change
):
    AcknowledgementFactory(person=city.owner, campaign=campaign)
    again = CampaignFactory(version=published_by_two(city, sign_in, visit, page, change))
    sign_in(city.owner)
    if change == "Material":
        visit(read(again)).get_by_role("heading", name=re.compile("What changed since you acknowledged")).wait_for()
        assert page.locator("ins, .policy-added").first.is_visible()
        check((320,))
        acknowledge(city.owner, page)
    else:
        assert campaigns_waiting(city.owner, clock.now()) == []
        visit(reverse("acknowledgements:mine")).get_by_text("carried over").first.wait_for()


def published_by_two(city, sign_in, visit, page, change):
    """Employee Relations says whether the change is material, seeing whom each choice asks; a second one publishes."""
    version = policy.draft(policy.LATER)
    sign_in(city.employee_relations)
    visit(reverse("policy:version", args=[version.pk]))
    choose(page, re.compile(f"^\\s*{change}: "))
    page.get_by_label("In force from").fill("2021-06-01")
    page.get_by_role("button", name="Ask for publication").click()
    sign_in(EmployeeFactory(role="employee_relations"))
    visit(reverse("policy:version", args=[version.pk]))
    page.get_by_role("button", name="Publish this exact text").click()
    page.wait_for_load_state()
    return version


def test_leave_moves_the_due_day_and_who_is_away_is_not_late(city, campaign, sign_in, visit, page):
    today = clock.start_of(clock.city_date(clock.now()))
    EmployeeStatusFactory(employee=city.employee, on_leave=True)
    EmployeeStatusFactory(
        employee=city.owner,
        on_leave=True,
        effective_from=today - timedelta(days=1),
        effective_until=today,
    )
    sign_in(city.employee_relations)
    visit(f"{reverse('acknowledgements:missing')}?campaign={campaign.pk}")
    assert state_of(page, city.employee) == "Away"
    later = campaign.due_day + timedelta(days=1)
    row = page.get_by_role("row", name=re.compile(city.owner.name))
    assert row.locator("td[data-label=Due]").inner_text() == dates.day(later)
    sign_in(city.owner)
    assert dates.weekday(later) in visit(read(campaign)).inner_text(".portal-lead")


def test_everybody_who_is_missing_is_reminded_at_once_and_told_apart(city, campaign, sign_in, visit, page, check):
    two_reminded(city, sign_in, visit, page, check)
    many_by_a_worker(city, sign_in, visit, page, check)
    exempt_by_two(city, sign_in, visit, page, check)
    exemption = Exemption.objects.get()
    assert (exemption.person, exemption.asked_by) == (city.owner, city.employee_relations)
    assert exemption.decided_by not in (None, city.employee_relations)


def two_reminded(city, sign_in, visit, page, check):
    """A supervisor reminds the own two; pressed again, nothing goes out."""
    sign_in(city.supervisor)
    for sentence in ("Reminded.", "Not reminded: not a time for a letter; the portal goes on by itself."):
        visit(reverse("acknowledgements:missing"))
        check((320,))
        page.get_by_role("button", name="See what that means").click()
        page.get_by_role("button", name="Remind 2 people").click()
        page.get_by_role("cell", name=sentence).first.wait_for()
    assert Reminder.objects.count() == 2


def many_by_a_worker(city, sign_in, visit, page, check):
    """More than fifty are a job: the page says how far it is, and then what came of it for each."""
    EmployeeFactory.create_batch(50, assignment__department=city.other_department)
    sign_in(city.employee_relations)
    visit(reverse("acknowledgements:missing"))
    page.get_by_role("button", name="See what that means").click()
    page.get_by_role("button", name=re.compile(r"Remind \d+ people")).click()
    page.get_by_text("You may close this page").wait_for()
    run(Job.objects.get().pk)
    page.get_by_role("heading", name="What came of it").wait_for()
    check((320, 1280))


def exempt_by_two(city, sign_in, visit, page, check):
    """One ticks and asks, another approves."""
    visit(reverse("acknowledgements:missing"))
    choose(page, city.owner.number)
    choose(page, "Only those whom I ticked")
    choose(page, "Exempt them")
    page.get_by_role("button", name="See what that means").click()
    page.get_by_role("button", name="Ask that 1 person is exempt").click()
    page.get_by_text("Say why. Only Employee Relations").first.wait_for()
    check((320,))
    page.get_by_label("Why?").fill("At the flood.")
    page.get_by_role("button", name="Ask that 1 person is exempt").click()
    sign_in(EmployeeFactory(role="employee_relations"))
    visit(reverse("acknowledgements:list", args=[ListAct.objects.get(act="exempt").pk]))
    page.get_by_role("rowheader", name=city.owner.name).wait_for()
    page.get_by_role("button", name="Approve for 1 person").click()
    page.get_by_role("cell", name="Exempt.").wait_for()
