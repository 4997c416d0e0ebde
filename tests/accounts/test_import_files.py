"""Accounts from a spreadsheet: every shape of a file that people have is read, or refused in a sentence."""

import csv
import io
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from accounts.imports.columns import COLUMNS as WANTED
from accounts.models import AccountImport, OfficialAccount
from foundation import clock
from foundation.errors import InvalidInput
from tests.accounts.inventories import HEADER, PARKS, STREETS, counts, identities, lines, workbook

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("departments")]


PLAIN = lines(PARKS, STREETS, 'https://www.youtube.com/@stl,"Señal, la Ciudad",STR,Español')
SHAPES = {
    "UTF-8": PLAIN.encode(),
    "UTF-8 with a mark": PLAIN.encode("utf-8-sig"),
    "Windows-1252": PLAIN.encode("cp1252"),
    "CRLF": PLAIN.replace("\n", "\r\n").encode(),
    "CR": PLAIN.replace("\n", "\r").encode(),
    "no line end at the end": PLAIN.rstrip("\n").encode(),
    "blank lines and columns": PLAIN.replace("\n", ",,\n\n,,,,,\n").encode(),
    "a name of the list above": f"Social media inventory; as of May 1, 2026,,,\n\n{PLAIN}".encode(),
    "sep=": f"sep=,\n{PLAIN}".encode(),
    "quoted everywhere": "\n".join(
        ",".join(f'"{cell}"' for cell in row) for row in csv.reader(io.StringIO(PLAIN))
    ).encode(),
    "a quoted line break": PLAIN.replace('"Señal, la Ciudad"', '"Señal,\nla Ciudad"').encode(),
    "a quoted line break in the header": PLAIN.replace("Account", '"Acc\nount"')
    .replace("Acc\nount", "Account\n", 1)
    .encode(),
    "titles in another case, with blanks": PLAIN.replace(HEADER, " u r l ,ACCOUNT, department ,Language").encode(),
    "titles twice that nobody asks for": PLAIN.replace(HEADER, f"{HEADER},Notes,Notes,,").encode(),
}
for _name, _separator in {"semicolon": ";", "tab": "\t", "bar": "|"}.items():
    _table = io.StringIO()
    csv.writer(_table, delimiter=_separator).writerows(csv.reader(io.StringIO(PLAIN)))
    SHAPES[_name] = _table.getvalue().encode()
ROWS = list(csv.reader(io.StringIO(PLAIN)))
SHAPES["XLSX"] = workbook(Sheet1=ROWS)
SHAPES["XLSX, the second of three sheets"] = workbook(Read_me=[["Hello"]], Empty=[], Inventory=ROWS, More=[["Notes"]])
SHAPES["XLSX with numbers, dates and empty rows"] = workbook(
    Data=[["As of", date(2026, 5, 1)], [], ["Since", *ROWS[0]], *([date(2012, 1, 5), *row] for row in ROWS[1:]), []]
)


@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_of_a_real_spreadsheet_is_read(run, shape):
    ran = run(SHAPES[shape], name="inventory.xlsx" if "XLSX" in shape else "inventory.csv")
    assert (ran.counts, ran.failed) == (counts(added=3), "")
    named = OfficialAccount.objects.as_of(clock.now()).get(now__identity__startswith="youtube").now
    assert (named.name, named.language) == ("Señal, la Ciudad", "Español")


def test_short_rows_are_read_and_rows_that_are_too_long_are_told(run):
    ran = run(lines("https://x.com/short,Short,PRF", "https://x.com/shifted,Parks, Recreation,PRF,English"))
    assert ran.counts == counts(added=1, rejected=1)
    assert "5 cells" in ran.err or "no department" in ran.err
    ran = run(lines("https://x.com/shifted,Parks,PRF,English,more"))
    assert "The row has 5 cells, the line with the titles 4." in ran.err


def test_a_total_under_the_table_is_told_as_such(run):
    ran = run(lines(PARKS, "Total,1,,", ",,,"))
    assert ran.counts == counts(added=1, rejected=1)
    assert "Line 3: This looks like a total" in ran.err


def test_a_formula_in_a_column_that_nobody_reads_harms_nothing_and_a_link_is_its_address(run):
    rows = [
        ["Link", "Account", "Department", "Followers"],
        ['=HYPERLINK("https://www.facebook.com/stlparks","Facebook")', "Parks", "PRF", "=SUM(1,2)"],
        ["https://x.com/evil", "=1+1", "PRF", 5],
    ]
    ran = run(workbook(Data=rows), columns="url=Link,name=Account,department=Department", name="a.xlsx")
    assert ran.counts == counts(added=1, rejected=1)
    assert "Account “=1+1”: The cell holds a formula." in ran.err
    assert identities() == {"facebook:stlparks"}


def test_files_without_addresses_give_platform_and_handle(run):
    file = lines(
        "Facebook,@stlparks,PRF",
        "Twitter,STLStreets,STR",
        " x ,stlcourts,STR",
        "Friendster,old,STR",
        ",lost,STR",
        "YouTube,,STR",
        header="Network,Handle,Dept",
    )
    ran = run(file, columns="platform=Network,handle=Handle,department=Dept")
    assert ran.counts == counts(added=3, rejected=3)
    assert identities() == {"facebook:stlparks", "x:stlstreets", "x:stlcourts"}
    assert "Network “Friendster”: The portal does not know this platform." in ran.err
    assert "Network: A handle alone names no account." in ran.err


def test_two_addresses_in_a_cell_are_told(run):
    ran = run(lines("https://x.com/a; https://www.facebook.com/b,A,PRF,"))
    assert "more than one address" in ran.err


def test_columns_that_are_not_named_are_found_by_their_usual_titles(run):
    file = lines("https://x.com/stl,City,prf,Spanish", header="Link to page,Page name,Agency,lang")
    ran = run(file, columns="url=link to page")
    assert ran.counts == counts(added=1)
    assert "name from “Page name”, department from “Agency”, language from “lang”" in ran.err
    assert run(lines(PARKS), columns="").counts == counts(added=1)


@pytest.mark.parametrize(
    ("columns", "header", "said"),
    [
        ("url=Web", HEADER, ["no column “Web”", "“URL”, “Account”, “Department”, “Language”"]),
        ("url=URL", "URL,Account,Who,Language", ["No column holds the departments", "“Who”"]),
        ("name=Account", "Page of it,Account,Department,Language", ["No column holds the addresses", "“Page of it”"]),
        ("url=URL", "URL,URL,Department,x", ["“URL” stands in the file 2 times", "#1 and #2"]),
        ("uri=URL", HEADER, ["“uri=URL” names no column", "url, name, department, language, platform, handle"]),
        ("url", HEADER, ["“url” names no column"]),
        ("url=URL,url=Account", HEADER, ["“url” is named twice"]),
    ],
)
def test_columns_that_cannot_be_are_told_in_a_sentence(run, columns, header, said):
    ran = run(lines(PARKS, header=header), columns=columns)
    assert all(words in ran.failed for words in said)
    assert (ran.lines, identities()) == ([], set())


def test_a_column_is_named_by_its_place_where_its_title_stands_twice_or_is_missing(run):
    file = lines(PARKS, header="URL,URL,Department,")
    assert run(file, columns="url=#1,name=#2,language=#4").counts == counts(added=1)


def test_titles_with_commas_stand_in_quotation_marks():
    assert WANTED.parse('url=URL,"department=Department, or office"') == {
        "url": "URL",
        "department": "Department, or office",
    }
    with pytest.raises(InvalidInput):
        WANTED.parse("url=")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "The file is empty"),
        (b"\n\n ,,\n", "The file is empty"),
        (HEADER.encode(), "a header and no rows"),
        (b"\x00\x01\x02 binary", "not a table"),
        (PLAIN.encode("utf-16"), "UTF-16"),
        (b"PK\x03\x04 not really", "not an Excel workbook"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_and_changes_nothing(run, content, words):
    ran = run(content)
    assert words in ran.failed
    assert (ran.lines, AccountImport.objects.exclude(state="uploaded").count()) == ([], 0)


def test_a_file_that_is_not_there_is_told():
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("import_accounts", "/nowhere/at/all.csv")
