"""Files of papers and archives of scans for tests: what a city's spreadsheet and scanner wrote."""

import io
import zipfile

from authorizations.services.paper_imports import upload
from foundation.actor import Actor
from tests.authorizations.conftest import in_days

PDF = b"%PDF-1.7\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20
HEADER = "Emp No,Kind,Speaks for,Accounts,Device,Conditions,Signed on,Signed by,Title,From,Through,Scan"


def csv_of(*rows, header=HEADER):
    return "\n".join([header, *rows, ""]).encode()


def speech_row(person, accounts="", *, scan="one.pdf", signed=None, until=None, **more):
    """A row that lets somebody speak on accounts for their department."""
    said = {"speaks": "", "conditions": "", "by": "Old Director", "title": "Director", "since": ""} | more
    return ",".join(
        [
            person.number,
            "speech",
            said["speaks"],
            accounts,
            "",
            said["conditions"],
            str(signed or in_days(-10)),
            said["by"],
            said["title"],
            str(said["since"]),
            str(until or in_days(60)),
            scan,
        ]
    )


def device_row(person, device="Private telephone", *, scan="one.pdf"):
    said = [person.number, "device", "", "", device, "", in_days(-10), "Old Director", "", "", in_days(60), scan]
    return ",".join(map(str, said))


def zip_of(**files):
    """An archive by name: `one=b"…"` is one.pdf."""
    return zip_named({f"{name}.pdf": content for name, content in files.items()})


def zip_named(files, method=zipfile.ZIP_DEFLATED):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as packed:
        for name, content in files.items():
            packed.writestr(name, content)
    return stream.getvalue()


def brought(by, *rows, **scans):
    """A file of papers that somebody brought, on which nobody has acted."""
    content, packed = csv_of(*rows), zip_of(**(scans or {"one": PDF}))
    return upload(by=Actor.of_person(by), name="papers.csv", content=io.BytesIO(content), scans=io.BytesIO(packed))
