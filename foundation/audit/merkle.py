"""Merkle trees as RFC 6962 has them: one root for many digests, and a short proof that a digest is under it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence


def leaf(digest: bytes) -> bytes:
    """The hash of a leaf; kept apart from inner nodes, so that none can pass for the other."""
    return hashlib.sha256(b"\x00" + digest).digest()


def node(left: bytes, right: bytes) -> bytes:
    """The hash of an inner node."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def root(digests: Sequence[bytes]) -> bytes:
    """The root over digests in their order; over none, the hash of nothing."""
    if not digests:
        return hashlib.sha256(b"").digest()
    level = [leaf(digest) for digest in digests]
    while len(level) > 1:
        level = _next_level(level)
    return level[0]


def path(digests: Sequence[bytes], index: int) -> list[bytes]:
    """The hashes that lead from the leaf at `index` to the root, lowest first."""
    level = [leaf(digest) for digest in digests]
    found = []
    while len(level) > 1:
        neighbour = index ^ 1
        if neighbour < len(level):
            found.append(level[neighbour])
        level = _next_level(level)
        index //= 2
    return found


def root_of_path(digest: bytes, index: int, count: int, hashes: Sequence[bytes]) -> bytes | None:
    """The root that a proof leads to, to be compared with the signed one; None where the proof has a wrong length."""
    if not 0 <= index < count:
        return None
    remaining = list(hashes)
    found = leaf(digest)
    while count > 1:
        if index % 2 or index + 1 < count:
            if not remaining:
                return None
            other = remaining.pop(0)
            found = node(other, found) if index % 2 else node(found, other)
        index //= 2
        count = (count + 1) // 2
    return None if remaining else found


def _next_level(level: list[bytes]) -> list[bytes]:
    # A node without a neighbour goes up as it is: the same tree as RFC 6962's split at the largest power of two.
    paired = [node(level[place], level[place + 1]) for place in range(0, len(level) - 1, 2)]
    return [*paired, level[-1]] if len(level) % 2 else paired
