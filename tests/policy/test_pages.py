"""The pages: reading for everybody, publishing and explaining for Employee Relations, in the browser's terms."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse

from foundation import clock
from foundation.errors import Conflict, InvalidInput, Refusal
from foundation.waiting import counted
from policy.models import Decision, Explanation, Publication, Version
from policy.presenting import binding_of
from policy.searching import found
from policy.services import approve_explanation, propose_explanation, refuse_explanation
from policy.templatetags.policy import clause, clause_text, words
from policy.waiting import waiting_for
from tests.factories.directory import DepartmentFactory, EmployeeFactory
from tests.factories.policy import SHORT, asked, draft, employee_relations, explanation, published, published_150

pytestmark = pytest.mark.django_db


@pytest.fixture
def sign_in(client):
    def as_person(person):
        client.force_login(person)
        return client

    return as_person


def page(client, route, *arguments):
    response = client.get(reverse(route, args=arguments))
    assert response.status_code == 200
    return response.content.decode()


def test_every_clause_has_an_anchor_and_every_section_a_line_in_the_contents(sign_in):
    version = published_150()
    shown = page(sign_in(EmployeeFactory()), "policy:reading")
    for citation in version.clauses.values_list("citation", flat=True):
        assert f'id="{citation}"' in shown
    assert shown.count('href="#VII"') == 1
    assert "Social Network" in shown


def test_before_anything_is_published_the_page_says_so(sign_in):
    assert "No regulation is in force" in page(sign_in(EmployeeFactory()), "policy:reading")


@pytest.mark.parametrize("access", [True, False])
def test_iv_k_is_marked_where_the_department_has_access_to_criminal_justice_information(sign_in, access):
    published_150()
    department = DepartmentFactory(profile__has_criminal_justice_information=access)
    shown = page(sign_in(EmployeeFactory(assignment__department=department)), "policy:reading")
    assert ("Binds your department" in shown) is access


def test_iv_k_2_is_marked_for_police_without_that_access():
    version = published_150()
    department = DepartmentFactory(profile__speech_rule="police")
    person = EmployeeFactory(assignment__department=department)
    assert binding_of(person, version, clock.now()).citation == "IV.K.2"


def test_reading_takes_a_constant_number_of_queries(sign_in, django_assert_max_num_queries):
    published_150()
    client = sign_in(EmployeeFactory())
    page(client, "policy:reading")
    with django_assert_max_num_queries(18):
        page(client, "policy:reading")


def test_a_longer_list_of_versions_takes_no_more_queries(sign_in, django_assert_max_num_queries):
    client = sign_in(employee_relations().person)
    for number in range(6):
        asked(draft(SHORT.replace("polite", f"polite {number} times")))
    with django_assert_max_num_queries(16):
        page(client, "policy:versions")


def test_nobody_else_sees_a_draft_and_everybody_a_published_version(sign_in):
    version = draft()
    client = sign_in(EmployeeFactory())
    address = reverse("policy:version", args=[version.pk])
    assert client.get(address).status_code == 404
    published(version)
    assert client.get(address).status_code == 200


def test_a_regulation_is_imported_asked_for_and_published_in_the_browser(sign_in):
    first, second = employee_relations().person, employee_relations().person
    client = sign_in(first)
    upload = SimpleUploadedFile("policy.txt", SHORT.encode(), content_type="text/plain")
    client.post(reverse("policy:import"), {"file": upload, "source": "City Clerk"})
    version = Version.objects.get()
    assert "Publish it" in page(client, "policy:version", version.pk)
    client.post(reverse("policy:request_publication", args=[version.pk]), {"effective_from": "2021-03-03"})
    request = version.publication_requests.get()
    assert client.post(reverse("policy:confirm", args=[request.pk])).status_code == 403
    assert [item.url for item in counted(waiting_for(second, clock.now()))] == [
        reverse("policy:version", args=[version.pk])
    ]
    assert counted(waiting_for(first, clock.now())) == []
    client = sign_in(second)
    client.post(reverse("policy:confirm", args=[request.pk]))
    assert Publication.objects.get().version == version
    assert client.post(reverse("policy:confirm", args=[request.pk])).status_code == 409
    assert [item.title for item in counted(waiting_for(second, clock.now()))] == [
        "Clauses to match, on which powers rest"  # it reads differently than the text the portal was written for
    ]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"%PDF-1.4", "a PDF"),
        (b"Dear all,\n\nno numbers here.\n", "No clause was found"),
        ("I. Caf\u00e9\n\nText.".encode("windows-1252"), "not in UTF-8"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_on_the_form_and_nothing_is_kept(sign_in, content, sentence):
    client = sign_in(employee_relations().person)
    upload = SimpleUploadedFile("policy.txt", content)
    response = client.post(reverse("policy:import"), {"file": upload, "source": "City Clerk"})
    assert response.status_code == 400
    assert sentence in response.content.decode()
    assert not Version.objects.exists()


@pytest.mark.parametrize("reason", [" ", "x" * 2001, "a\0b"])
def test_a_refusal_without_reason_changes_nothing(sign_in, reason):
    request = asked(draft())
    client = sign_in(employee_relations().person)
    client.post(reverse("policy:refuse", args=[request.pk]), {"reason": reason})
    request.refresh_from_db()
    assert request.decision is None


def test_section_v_is_explained_and_marked_as_explanation(sign_in):
    one, two = employee_relations().person, employee_relations().person
    call_command("publish_policy", "--by", one.number, "--confirmed-by", two.number)
    shown = page(sign_in(EmployeeFactory()), "policy:own_accounts")
    assert Explanation.objects.count() == 13
    assert shown.count("policy-explanation__mark") == 13
    assert "stay off your own social media" in shown
    assert f"Approved by {two.name}" in shown


def test_an_explanation_is_shown_only_when_a_second_person_approved_it(sign_in):
    version = published_150()
    by = employee_relations()
    proposed = propose_explanation(version.clauses.get(citation="V.D"), text="No threats at all.", examples=[], by=by)
    client = sign_in(EmployeeFactory())
    assert "No threats at all." not in page(client, "policy:own_accounts")
    with pytest.raises(Refusal, match="second person"):
        approve_explanation(proposed, by=by)
    approve_explanation(proposed, by=employee_relations())
    assert "No threats at all." in page(client, "policy:own_accounts")


def test_a_refused_explanation_leaves_what_was_shown_before(sign_in):
    version = published_150()
    first = explanation(version.clauses.get(citation="V.D"))
    approve_explanation(first, by=employee_relations())
    second = explanation(version.clauses.get(citation="V.D"))
    with pytest.raises(InvalidInput):
        refuse_explanation(second, reason="", by=employee_relations())
    refuse_explanation(second, reason="Too long.", by=employee_relations())
    assert "In plain words." in page(sign_in(EmployeeFactory()), "policy:own_accounts")
    with pytest.raises(Conflict):
        approve_explanation(second, by=employee_relations())
    assert Explanation.objects.get(pk=second.pk).decision == Decision.REFUSED


def test_an_explanation_of_another_wording_is_not_shown(sign_in):
    first = published(draft(SHORT.replace("II. Rules", "V. Rules")))
    approve_explanation(explanation(first.clauses.get(citation="V.A")), by=employee_relations())
    changed = draft(SHORT.replace("II. Rules", "V. Rules").replace("polite", "kind"))
    published(changed, clock.now())
    assert "In plain words." not in page(sign_in(EmployeeFactory()), "policy:own_accounts")


def test_the_search_box_finds_a_clause_by_citation_and_by_words():
    published_150()
    person = EmployeeFactory()
    assert found(person, "iv.k.1.f", clock.now())[0].title == "IV.K.1.f"
    titles = [result.title for result in found(person, "firearms ownership", clock.now())]
    assert titles == ["IV.K.1.i"]
    assert found(person, "zebra", clock.now()) == []


def test_tags_link_to_clauses_and_give_their_words():
    assert clause_text("III") == ""
    published_150()
    assert clause("IV.C") == '<a class="portal-citation" href="/policy/#IV.C">IV.C</a>'
    assert "<a" not in clause("City procedure")
    assert clause_text("III").startswith("<p>Employees should have no expectation")


def test_emphasis_is_set_and_everything_else_is_escaped():
    assert words("a *nolle prossed* case\n\n<b>5 * 3</b>") == (
        "<p>a <em>nolle prossed</em> case</p>\n<p>&lt;b&gt;5 * 3&lt;/b&gt;</p>"
    )
