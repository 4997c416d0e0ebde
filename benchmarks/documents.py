"""How many documents one process renders and signs in a second, and how many it checks.

    python -m benchmarks.documents [--documents 100]

A page of the length of a letter with a QR code, as tagged PDF; then the signature. On one core (`taskset` keeps it
there), with nothing else on the machine.
"""

from __future__ import annotations

import time

from benchmarks import harness


def main() -> None:
    """Render, sign, check, and print each on its own."""
    parser = harness.arguments(__doc__ or "")
    parser.add_argument("--documents", type=int, default=100)
    arguments = parser.parse_args()
    with harness.scratch(arguments.database) as place:
        from django.conf import settings
        from django.test import override_settings

        from foundation import clock, pdf, qr
        from foundation.pdf_signing import check, sign

        body = "".join(f"<p>{number}. {SENTENCE}</p>" for number in range(1, 13))
        (place.folder / "letter.html").write_text(
            '{% extends "pdf/base.html" %}{% block content %}<h1>{{ title }}</h1><img alt="QR code" src="{{ code }}">'
            f"{body}{{% endblock %}}"
        )
        engine = dict(settings.TEMPLATES[0])
        with override_settings(TEMPLATES=[{**engine, "DIRS": [*engine["DIRS"], place.folder]}]):
            address = "https://portal.example/authorizations/verify/PRF-2026-{:03}/"

            def render(number: int) -> bytes:
                context = {"title": f"Letter {number}", "code": qr.as_data_address(address.format(number))}
                return pdf.render("letter.html", context)

            sign(render(0), at=clock.now())  # the first one pays for imports, fonts and the key
            started = time.perf_counter()
            plain = [render(number) for number in range(arguments.documents)]
            rendered = time.perf_counter()
            signed = [sign(each, reason="Given under IV.C") for each in plain]
            done = time.perf_counter()
            assert all(check(each).is_whole for each in signed)
            checked = time.perf_counter()
        count = arguments.documents
        print(f"engine: {place.engine}, documents: {count}, {len(signed[0]):,} bytes each")
        print(f"rendered: {count / (rendered - started):.1f}/s")
        print(f"signed:   {count / (done - rendered):.1f}/s")
        print(f"both:     {count / (done - started):.1f}/s")
        print(f"checked:  {count / (checked - done):.1f}/s")


SENTENCE = (
    "The employee named above may post on the City's official accounts listed here, from a device of the City, "
    "about the subjects listed here, until the day named above, unless this authorization is revoked before."
)

if __name__ == "__main__":
    main()
