"""Inventories of accounts as files, and what the command says of them."""

import io

from openpyxl import Workbook

from accounts.models import AccountFacts

COLUMNS = "url=URL,name=Account,department=Department,language=Language"
HEADER = "URL,Account,Department,Language"
PARKS = "https://www.facebook.com/stlparks/,Parks,PRF,English"
STREETS = "https://twitter.com/STLStreets?s=20,Streets,STR,Spanish"


class Ran:
    """What the command said: its counts, and the sentences."""

    def __init__(self, out, err, failed):
        self.lines = out.splitlines()
        self.counts = {word.split()[0]: int(word.split()[1]) for word in self.lines[-1].split(", ")} if out else {}
        self.err = err
        self.failed = failed


def lines(*rows, header=HEADER, ends="\n"):
    return ends.join([header, *rows, ""])


def workbook(**sheets):
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def identities():
    return set(AccountFacts.objects.values_list("identity", flat=True))


def counts(added=0, unchanged=0, duplicates=0, rejected=0):
    return {"added": added, "unchanged": unchanged, "duplicates": duplicates, "rejected": rejected}
