"""Names for fictional people, put together at random: any likeness to somebody is chance."""

import json
from pathlib import Path

_NAMES: dict[str, list[str]] = json.loads((Path(__file__).parent / "data" / "names.json").read_text(encoding="utf-8"))
FIRST = _NAMES["first"]
LAST = _NAMES["last"]
