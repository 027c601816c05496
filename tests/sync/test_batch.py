"""A batch is the next stretch of its own stream, or it is not taken."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sync import batch
from sync.batch import Continues, Position
from sync.envelope import Broken

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = KEY.public_key().public_bytes_raw()
ROOT, STREAM = "ab" * 16, ("101", "0123456789abcdef")


def records(first: int, last: int, stream=STREAM):
    return [{"desk": stream[0], "epoch": stream[1], "seq": seq, "what": "x"} for seq in range(first, last + 1)]


def sealed(first=1, last=3, before=None, **more):
    return batch.seal(ROOT, STREAM, KEY, records(first, last), before or Position(first - 1, batch.START), 9, **more)


def opened(data, *, root=ROOT, stream=STREAM, first=1, known=None, public=PUBLIC):
    return batch.open_batch(data, root=root, stream=stream, first=first, known=known or Position(), public=public)


def why(data, **more) -> str:
    with pytest.raises(Broken) as told:
        opened(data, **more)
    return told.value.why


def test_a_stretch_comes_back_and_says_how_far_it_leads():
    data = sealed()
    found = opened(data)
    assert list(found.records) == records(1, 3)
    assert found.position == Position(3, batch.digest_of(data))
    assert opened(sealed(4, 5, found.position), first=4, known=found.position).last == 5


def test_a_first_batch_says_which_life_it_goes_on_from():
    before = Continues("fedcba9876543210", 80, "aa" * 32)
    assert opened(sealed(continues=before)).continues == before


@pytest.mark.parametrize(("place", "word"), [
    ({"stream": ("102", STREAM[1])}, "place"), ({"stream": ("101", "f" * 16)}, "place"), ({"first": 2}, "place"),
    ({"root": "cd" * 16}, "root"), ({"known": Position(1, batch.START)}, "sequence"),
    ({"known": Position(0, "bb" * 32)}, "chain"),
    ({"public": Ed25519PrivateKey.generate().public_key().public_bytes_raw()}, "key"),
])
def test_a_batch_at_another_place_is_refused(place, word):
    assert why(sealed(), **place) == word


def test_a_later_batch_does_not_close_a_gap():
    assert why(sealed(4, 5), first=4, known=Position(2, batch.START)) == "sequence"


def test_a_batch_that_was_replaced_by_another_of_the_same_numbers_breaks_the_chain():
    first = opened(sealed(1, 3)).position
    assert why(sealed(4, 5, Position(3, "cc" * 32)), first=4, known=first) == "chain"


@pytest.mark.parametrize("wrong", [records(1, 2), records(2, 4), records(1, 3, ("102", STREAM[1]))])
def test_records_that_are_not_what_the_header_says_are_refused(wrong, monkeypatch):
    from sync import envelope

    body = b"".join(envelope.canonical(record) + b"\n" for record in wrong)
    data = envelope.seal("batch", ROOT, KEY, body, desk="101", epoch=STREAM[1], first=1, last=3, count=3, lamport=9,
                         before=batch.START)
    assert why(data) in ("count", "record")


def test_a_stretch_with_a_gap_or_of_two_streams_is_not_sealed():
    for wrong in (records(1, 2) + records(4, 4), records(1, 1) + records(2, 2, ("102", STREAM[1])), records(2, 3), []):
        with pytest.raises(ValueError, match="batch"):
            batch.seal(ROOT, STREAM, KEY, wrong, Position(), 9)
