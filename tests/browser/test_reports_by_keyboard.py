"""A report with the keyboard alone: found, narrowed, read, saved, and taken away as a file (WCAG 2.1.1, 2.4.7)."""

from __future__ import annotations

from django.urls import reverse

from reports.models import Export, SavedReport
from tests.factories.acknowledgements import AcknowledgementFactory, CampaignFactory

FURTHEST = 150
OUTLINED = "e => { const s = getComputedStyle(e); return s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0 }"


def tab_to(page, wanted):
    """Go on with Tab until something has the focus; it has to show that it has it."""
    for _ in range(FURTHEST):
        page.keyboard.press("Tab")
        if wanted.evaluate("e => e === document.activeElement"):
            assert wanted.evaluate(OUTLINED), "What has the focus does not show it."
            return
    raise AssertionError(f"Tab does not lead to {wanted}.")


def test_a_report_is_narrowed_saved_and_taken_away_without_a_mouse(city, sign_in, visit, page):
    AcknowledgementFactory(person=city.owner, campaign=CampaignFactory())
    sign_in(city.employee_relations)
    visit(reverse("reports:catalogue"))
    tab_to(page, page.get_by_role("link", name="Who has acknowledged the regulation, and who has not?"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/reports/coverage/**")

    who = page.get_by_label("Who", exact=True)
    tab_to(page, who)
    page.keyboard.type(who.locator("option[value=done]").inner_text())
    tab_to(page, page.get_by_role("button", name="Show", exact=True))
    page.keyboard.press("Enter")
    page.wait_for_url("**who=done**")
    assert "Olive Owner" in page.inner_text("main table.portal-dense >> nth=-1")
    assert "Evan Employee" not in page.inner_text("main table.portal-dense >> nth=-1")

    tab_to(page, page.locator("summary", has_text="Save this question under a name"))
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_label("Name", exact=True))
    page.keyboard.type("Who is done")
    page.keyboard.press("Enter")
    page.get_by_text("Saved as “Who is done”").wait_for()
    assert SavedReport.objects.get().name == "Who is done"

    tab_to(page, page.get_by_role("button", name="Export as CSV"))
    with page.expect_download():
        page.keyboard.press("Enter")
    assert Export.objects.get().rows == 1
