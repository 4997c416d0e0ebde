"""Properties of digests and Merkle trees, for any entries and any sizes."""

import hashlib
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from foundation.audit import merkle
from foundation.audit.digests import (
    FIELDS,
    FORM,
    SALT_LENGTH,
    entry_digest,
    field_digest,
    field_digests,
    root_of_fields,
    salt_of,
    salts_of,
    salts_without,
    value_bytes,
)

AT = datetime(2026, 5, 26, 12, tzinfo=UTC)
texts = st.text(max_size=20)
facts = st.dictionaries(texts, st.one_of(texts, st.integers(), st.booleans(), st.none()), max_size=4)
fields = st.sampled_from(FIELDS[FORM])
digests = st.lists(st.binary(min_size=32, max_size=32), min_size=1, max_size=40)


@st.composite
def entries(draw):
    row = {name: draw(texts) for name in FIELDS[FORM]}
    return {
        **row,
        "id": draw(st.integers(1, 10**12)),
        "at": AT + timedelta(microseconds=draw(st.integers(0, 10**12))),
        "before": draw(facts),
        "after": draw(facts),
        "salts": draw(st.binary(min_size=SALT_LENGTH, max_size=SALT_LENGTH).filter(any)),
    }


def naive_root(leaves):
    """RFC 6962, section 2.1, as it is written there."""
    if len(leaves) == 1:
        return hashlib.sha256(b"\x00" + leaves[0]).digest()
    half = 1
    while half * 2 < len(leaves):
        half *= 2
    return hashlib.sha256(b"\x01" + naive_root(leaves[:half]) + naive_root(leaves[half:])).digest()


@given(entries(), st.sets(fields))
def test_all_salts_and_digests_at_once_are_those_of_each_field(row, destroyed):
    for salts in (row["salts"], salts_without(row["salts"], FORM, destroyed)):
        one_by_one = [salt_of(salts, FORM, name) for name in FIELDS[FORM]]
        assert salts_of(salts, FORM) == one_by_one
        assert field_digests({**row, "salts": salts}, FORM, {}) == {
            name: field_digest(name, salt, row[name]) for name, salt in zip(FIELDS[FORM], one_by_one, strict=True)
        }


@given(digests)
def test_the_root_is_the_one_of_rfc_6962(leaves):
    assert merkle.root(leaves) == naive_root(leaves)


@given(digests, st.data())
def test_a_proof_leads_from_its_entry_to_the_root(leaves, data):
    index = data.draw(st.integers(0, len(leaves) - 1))
    assert merkle.root_of_path(leaves[index], index, len(leaves), merkle.path(leaves, index)) == merkle.root(leaves)


@given(digests, st.data())
def test_a_proof_leads_from_nothing_else_to_the_root(leaves, data):
    index = data.draw(st.integers(0, len(leaves) - 1))
    hashes = merkle.path(leaves, index)
    other = data.draw(st.binary(min_size=32, max_size=32).filter(lambda digest: digest != leaves[index]))
    root = merkle.root(leaves)
    assert merkle.root_of_path(other, index, len(leaves), hashes) != root
    assert merkle.root_of_path(leaves[index], index, len(leaves), [*hashes, b"\x00" * 32]) is None
    assert merkle.root_of_path(leaves[index], len(leaves), len(leaves), hashes) is None


@given(digests, st.data())
def test_any_change_of_the_batch_changes_the_root(leaves, data):
    place = data.draw(st.integers(0, len(leaves) - 1))
    root = merkle.root(leaves)
    assert merkle.root([*leaves[:place], *leaves[place + 1 :]]) != root
    assert merkle.root([*leaves, leaves[place]]) != root
    if leaves[place] != leaves[0]:
        swapped = list(leaves)
        swapped[0], swapped[place] = swapped[place], swapped[0]
        assert merkle.root(swapped) != root


@given(entries(), fields, texts)
def test_an_entrys_digest_depends_on_every_field(row, field, other):
    changed = {"id": row["id"] + 1, "at": row["at"] + timedelta(microseconds=1)}.get(field, other)
    if value_bytes(changed) != value_bytes(row[field]):
        assert entry_digest({**row, field: changed}) != entry_digest(row)


@given(entries(), st.sets(fields))
def test_an_entry_verifies_with_values_destroyed(row, gone):
    kept = {name: digest for name, digest in field_digests(row, FORM, {}).items() if name in gone}
    emptied = {name: "" if name in gone else value for name, value in row.items()}
    emptied["salts"] = salts_without(row["salts"], FORM, gone)
    assert entry_digest(emptied, FORM, kept) == entry_digest(row)


@given(entries(), st.sets(fields, min_size=1))
def test_nothing_of_a_destroyed_salt_is_left(row, gone):
    left = salts_without(row["salts"], FORM, gone)
    assert row["salts"] not in left
    for name in FIELDS[FORM]:
        assert (salt_of(left, FORM, name) == salt_of(row["salts"], FORM, name)) == (name not in gone)


@given(entries(), st.sets(fields))
def test_an_entry_verifies_with_values_withheld(row, withheld):
    shown = {name: (salt_of(row["salts"], FORM, name), row[name]) for name in FIELDS[FORM] if name not in withheld}
    told = {name: digest for name, digest in field_digests(row, FORM, {}).items() if name in withheld}
    again = {name: field_digest(name, *value) for name, value in shown.items()} | told
    assert root_of_fields(again, FORM) == entry_digest(row)


@given(facts)
def test_the_order_in_which_facts_are_written_does_not_count(after):
    assert value_bytes(after) == value_bytes(dict(reversed(after.items())))
