"""Papers from a file, at the command line: what goes in, what is told, and that doing it twice changes nothing."""

import csv
import io

import pytest
from django.core.management import CommandError, call_command
from openpyxl import Workbook

from authorizations import services
from authorizations.decisions import Act, Answer, decide
from authorizations.models import Authorization, PaperImport
from foundation import clock
from foundation.actor import Actor
from foundation.audit.models import Entry
from foundation.files.models import StoredFile
from foundation.files.services import read
from notifications.models import Notice
from tests.accounts.conftest import Office
from tests.authorizations.conftest import in_days, told
from tests.authorizations.paper_files import HEADER, PDF, PNG, csv_of, device_row, speech_row, zip_of
from tests.factories.directory import EmployeeStatusFactory

pytestmark = pytest.mark.django_db
ACCOUNT = "https://x.com/stlparks"


class Ran:
    """What the command said: its counts, and the sentences."""

    def __init__(self, out, err, failed):
        lines = out.splitlines()
        self.counts = {word.split()[0]: int(word.split()[1]) for word in lines[-1].split(", ")} if out else {}
        self.err, self.failed = err, failed


@pytest.fixture
def run(tmp_path, relations):
    """Import a file with its scans (a folder, or the bytes of a ZIP); returns what was said."""

    def imported(content, *options, scans=None, by=None, columns="", name="papers.csv"):
        path, place = tmp_path / name, tmp_path / "scans"
        path.write_bytes(content)
        if isinstance(scans, bytes):
            place = tmp_path / "scans.zip"
            place.write_bytes(scans)
        else:
            place.mkdir(exist_ok=True)
            for called, bytes_ in (scans or {"one.pdf": PDF}).items():
                (place / called).write_bytes(bytes_)
        number = (by or relations).person.number
        out, err, failed = io.StringIO(), io.StringIO(), ""
        try:
            call_command(
                "import_papers",
                str(path),
                *options,
                scans=place,
                by=number,
                columns=columns,
                stdout=out,
                stderr=err,
            )
        except CommandError as error:
            failed = str(error)
        return Ran(out.getvalue(), err.getvalue(), failed)

    return imported


def counts(added=0, unchanged=0, duplicates=0, rejected=0):
    return {"added": added, "unchanged": unchanged, "duplicates": duplicates, "rejected": rejected}


def test_a_row_is_recorded_as_one_paper_is_with_its_scan(run, parks, dana, official, relations):
    conditions = "Answer within a day.; Sign with your name."
    ran = run(csv_of(speech_row(dana, ACCOUNT, conditions=conditions, since=in_days(-3))))
    assert (ran.counts, ran.failed) == (counts(added=1), "")
    row = Authorization.objects.get()
    assert (row.is_paper, row.recorded_by, row.department) == (True, relations.person, parks.department)
    assert (row.granted_by_name, row.granted_by_title, row.voice_department) == (
        "Old Director",
        "Director",
        parks.department,
    )
    assert row.conditions == ["Answer within a day.", "Sign with your name."]
    assert (row.granted_at, row.effective_from) == (clock.start_of(in_days(-10)), clock.start_of(in_days(-3)))
    assert row.last_day == in_days(60)
    assert [one.account for one in row.named_accounts.all()] == [official]
    scan = StoredFile.objects.get(pk=row.scan)
    assert (read(scan), scan.purpose) == (PDF, "authorization_scan")
    assert Entry.objects.filter(act="authorizations.paper_recorded", object_id=row.reference).exists()


def test_what_goes_in_waits_for_the_authority_as_any_paper_does(run, parks, dana, official):
    run(csv_of(speech_row(dana, ACCOUNT)))
    row = Authorization.objects.get()
    assert decide(dana, Act(account=official), clock.now()).answer == Answer.NO
    services.confirm_paper(by=parks.authority, authorization=row)
    assert decide(dana, Act(account=official), clock.now()).answer == Answer.NOT_YET


def test_running_it_twice_changes_nothing_even_without_the_scans(run, parks, dana, official):
    content = csv_of(speech_row(dana, ACCOUNT), device_row(dana))
    assert run(content).counts == counts(added=2)
    notices = Notice.objects.count()
    again = run(content, scans={"other.pdf": PDF})
    assert (again.counts, again.failed) == (counts(unchanged=2), "")
    assert (Authorization.objects.count(), Notice.objects.count()) == (2, notices)


def test_who_decides_is_told_once_of_all_papers(run, parks, dana):
    others = [parks.employee(name=f"Somebody {number}") for number in range(4)]
    run(csv_of(*(device_row(person) for person in [dana, *others])))
    assert told(parks.head, "authorizations.requests") == ["5 authorizations on paper wait for your word"]


def test_a_paper_stands_in_a_file_once_and_two_devices_are_two_papers(run, parks, dana):
    ran = run(csv_of(device_row(dana), device_row(dana, "Tablet"), device_row(dana, "private  TELEPHONE")))
    assert ran.counts == counts(added=2, duplicates=1)
    assert "Line 4: a duplicate: The same paper stands on line 2 already" in ran.err


def test_a_paper_that_is_recorded_otherwise_is_a_duplicate_and_the_difference_is_told(run, parks, dana, official):
    run(csv_of(speech_row(dana, ACCOUNT)))
    ran = run(csv_of(speech_row(dana, ACCOUNT, until=in_days(90), by="Somebody Else")))
    assert ran.counts == counts(duplicates=1)
    assert Authorization.objects.get().reference in ran.err
    assert "it holds through" in ran.err
    assert "in the file Somebody Else" in ran.err


def test_what_the_authority_did_not_confirm_comes_back_only_where_the_row_says_something_else(run, parks, dana):
    run(csv_of(device_row(dana)))
    row = Authorization.objects.get()
    services.refuse_paper(by=parks.authority, authorization=row, reason="The day is wrong")
    same = run(csv_of(device_row(dana)))
    assert same.counts == counts(duplicates=1)
    assert "did not confirm it: The day is wrong" in same.err
    mended = run(csv_of(device_row(dana).replace(str(in_days(60)), str(in_days(50)))))
    assert mended.counts == counts(added=1)


def test_wrong_rows_are_told_by_line_column_and_value_and_the_rest_goes_in(run, tmp_path, parks, dana, official):
    rows = (
        device_row(dana),
        device_row(dana).replace(dana.number, "999999"),
        device_row(dana, "Tablet").replace("device", "chirping", 1),
        speech_row(dana, "https://x.com/nobody"),
        speech_row(dana, ACCOUNT, scan="missing.pdf"),
        speech_row(dana, ACCOUNT, until=in_days(5000)),
        speech_row(dana, ACCOUNT, signed=in_days(2)),
        device_row(dana, ""),
        speech_row(dana, ACCOUNT, speaks="Nowhere"),
    )
    ran = run(csv_of(*rows))
    assert ran.counts == counts(added=1, rejected=8)
    assert "8 rows did not go in. Mend and import" in ran.failed
    for words in (
        "Line 3: Emp No “999999”: Nobody has this employee number.",
        "Line 4: Kind “chirping”: The portal does not know this word.",
        "Line 5: Accounts “https://x.com/nobody”: The register has no official account",
        "Line 6: Scan “missing.pdf”: There is no scan of this name in the folder.",
        "Line 7: Through “",
        "Line 8: Signed on “",
        "Line 9: Device: Describe the device.",
        "Line 10: Speaks for “Nowhere”: The portal knows no department",
    ):
        assert words in ran.err, words
    rejects = (tmp_path / "papers.rejects.csv").read_text("utf-8-sig")
    assert [line["line in the file"] for line in csv.DictReader(io.StringIO(rejects))] == [*"3456789", "10"]


def test_a_rejects_file_is_mended_and_imported_with_the_same_titles(run, tmp_path, parks, dana, official):
    run(csv_of(speech_row(dana, ACCOUNT, scan="missing.pdf")))
    mended = (tmp_path / "papers.rejects.csv").read_text("utf-8-sig").replace("missing.pdf", "one.pdf", 1)
    assert run(mended.encode()).counts == counts(added=1)


def test_what_a_kind_does_not_name_is_told_and_never_dropped(run, dana, official):
    ran = run(csv_of(device_row(dana).replace("device,,,", f"device,,{ACCOUNT},")))
    assert ran.counts == counts(rejected=1)
    assert "“Use a personally owned device” names nothing of this kind" in ran.err


def test_a_dry_run_says_the_same_and_writes_nothing(run, tmp_path, parks, dana, official):
    content = csv_of(speech_row(dana, ACCOUNT), speech_row(dana, ACCOUNT, scan="missing.pdf"), device_row(dana))
    stored, entries = StoredFile.objects.count(), Entry.objects.count()
    ran = run(content, "--dry-run")
    assert ran.counts == counts(added=2, duplicates=1)
    assert (StoredFile.objects.count(), Entry.objects.count()) == (stored, entries)
    assert not PaperImport.objects.exists()
    assert not (tmp_path / "papers.rejects.csv").exists()
    assert run(content).counts == ran.counts


def test_comms_staff_record_for_their_department_and_are_told_nothing_of_others(run, parks, dana, official):
    streets = Office("STR")
    other = streets.employee()
    comms = Actor.of_person(parks.comms_staff)
    run(csv_of(device_row(other)))
    ran = run(csv_of(speech_row(dana, ACCOUNT), device_row(other)), by=comms)
    assert ran.counts == counts(added=1, rejected=1)
    assert "You cannot record this paper." in ran.err
    assert Authorization.objects.get(grantee=other).reference not in ran.err


def test_nobody_else_records_papers_and_nobody_for_themselves(run, parks, dana):
    assert "Papers are recorded by Employee Relations" in run(csv_of(device_row(dana)), by=Actor.of_person(dana)).failed
    own = run(csv_of(device_row(parks.comms_staff)), by=Actor.of_person(parks.comms_staff))
    assert own.counts == counts(rejected=1)
    assert "You cannot record a paper for yourself." in own.err


def test_several_people_on_one_paper_share_its_scan(run, parks, dana):
    run(csv_of(device_row(dana), device_row(parks.employee())))
    assert len(set(Authorization.objects.values_list("scan", flat=True))) == 1


def test_scans_come_out_of_a_zip_by_name_path_or_stem_in_any_case(run, parks, dana):
    people = [dana, parks.employee(), parks.employee()]
    scans = zip_of(**{"one": PDF, "box/Two": PDF, "three": PDF})
    names = ("ONE.PDF", "C:\\\\scans\\\\two.pdf", "three")
    ran = run(csv_of(*(device_row(one, scan=name) for one, name in zip(people, names, strict=True))), scans=scans)
    assert ran.counts == counts(added=3), ran.err


def test_scans_that_no_row_names_are_told(run, dana):
    assert (
        "No row names the scan “two.png”." in run(csv_of(device_row(dana)), scans={"one.pdf": PDF, "two.png": PNG}).err
    )


@pytest.mark.parametrize("separator", [";", "\t"])
def test_the_spreadsheets_of_a_city_are_read_in_their_encodings_and_separators(run, parks, dana, separator):
    text = csv_of(device_row(dana, "Téléphone")).decode().replace(",", separator)
    assert run(text.encode("cp1252")).counts == counts(added=1)
    assert Authorization.objects.get().device == "Téléphone"


def test_a_workbook_with_days_as_days_is_read(run, parks, dana):
    book = Workbook()
    sheet = book.active
    sheet.append(["Papers of the City"])
    sheet.append(HEADER.split(","))
    cells = device_row(dana).split(",")
    cells[6], cells[10] = in_days(-10), in_days(60)
    sheet.append(cells)
    stream = io.BytesIO()
    book.save(stream)
    ran = run(stream.getvalue(), name="papers.xlsx")
    assert ran.counts == counts(added=1), ran.err


def test_columns_are_named_by_whoever_imports(run, dana):
    content = csv_of(device_row(dana), header=HEADER.replace("Emp No", "Who").replace("Scan", "Box"))
    assert "No column says whom each paper authorizes." in run(content).failed
    assert run(content, columns="employee=Who,scan=Box").counts == counts(added=1)


def test_the_signer_of_a_paper_never_is_its_grantee(run, dana):
    header = f"{HEADER},Signer number"
    ran = run(csv_of(f"{device_row(dana)},{dana.number}", header=header))
    assert "Nobody authorizes themselves." in ran.err


def test_who_has_left_is_told_so(run, parks, dana):
    gone = EmployeeStatusFactory(left=True).employee
    ran = run(csv_of(device_row(gone)))
    assert ran.counts == counts(rejected=1)
    assert "does not work for the City now" in ran.err
