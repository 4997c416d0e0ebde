"""Whoever reads under what something was done reads a sentence, not an identifier."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from foundation.effective import supersede
from powers.named import named
from tests.factories.directory import DepartmentFactory
from tests.factories.powers import AppointmentFactory, DesignationFactory, InstrumentEntryFactory

SINCE = datetime(2024, 3, 3, 12, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def words_of(*references):
    found = named(references)
    return [found[reference].words for reference in references]


@pytest.fixture
def appointment():
    department = DepartmentFactory(code="PRF", profile__head_title="Director of Parks")
    return AppointmentFactory(department=department, holder__name="O. Wolde", effective_from=SINCE)


def test_an_appointment_says_whose_it_is_as_what_and_since_when(appointment):
    assert words_of(f"appointment {appointment.lineage}") == [
        "appointment of O. Wolde as Director of Parks (PRF), since March 3, 2024"
    ]


def test_an_acting_appointment_says_that_it_is_one(appointment):
    acting = AppointmentFactory(
        department=appointment.department, kind="acting", holder__name="A. Lee", effective_from=SINCE
    )
    [words] = words_of(f"appointment {acting.lineage}")
    assert words.startswith("acting appointment of A. Lee as Director of Parks")


def test_a_designation_says_for_which_department(appointment):
    designation = DesignationFactory(under=appointment, holder__name="D. Ray", effective_from=SINCE)
    assert words_of(f"designation {designation.lineage}") == ["designation of D. Ray for PRF, since March 3, 2024"]


def test_a_corrected_instrument_is_named_as_it_is_known_now(appointment):
    supersede(appointment, at=datetime(2025, 1, 1, tzinfo=UTC), effective_from=datetime(2024, 4, 4, 12, tzinfo=UTC))
    [words] = words_of(f"appointment {appointment.lineage}")
    assert words.endswith("since April 4, 2024")


def test_an_entry_says_what_it_enters():
    entry = InstrumentEntryFactory(department__code="PRF")
    assert words_of(f"entry {entry.reference}") == [f"an entry: {entry.get_kind_display()} for PRF"]


@pytest.mark.parametrize(
    "reference", ["", "Set-up", "appointment", "appointment nonsense", f"designation {UUID(int=4711)}"]
)
def test_what_names_no_instrument_is_left_as_it_is(reference):
    assert named([reference]) == {}


def test_the_queries_do_not_grow_with_the_instruments(appointment, django_assert_max_num_queries):
    references = [f"appointment {AppointmentFactory().lineage}" for _ in range(5)]
    with django_assert_max_num_queries(2):
        assert len(named([*references, f"appointment {appointment.lineage}"])) == 6
    with django_assert_max_num_queries(0):
        named(["Set-up"])
