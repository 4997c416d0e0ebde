"""What `demo` writes into the trail, in words: as a sentence goes on after a name."""

ACTS = {
    "demo.loaded": "loaded the demonstration",
    "demo.instrument_loaded": "loaded an instrument of the demonstration",
}
