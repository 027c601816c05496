"""The one file format: whatever is wrong with a file is noticed, measured before it is unpacked, and never believed."""

from __future__ import annotations

import zlib

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from sync import envelope
from sync.envelope import Broken

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = KEY.public_key().public_bytes_raw()
ROOT = "ab" * 16
BODY = b'{"a":1}\n{"b":"\xe8\xa6\xab"}\n'


def sealed(**fields):
    return envelope.seal("batch", ROOT, KEY, BODY, **fields)


def opened(data: bytes, *, kind="batch", root=ROOT, public=PUBLIC):
    found = envelope.read(data)
    envelope.verify(found, public, kind=kind, root=root)
    return envelope.lines(found)


def why(data: bytes, **more) -> str:
    with pytest.raises(Broken) as told:
        opened(data, **more)
    return told.value.why


def test_what_was_sealed_is_read_back():
    assert opened(sealed(desk="101")) == [{"a": 1}, {"b": "覫"}]


@pytest.mark.parametrize("bit", range(8))
def test_every_flipped_bit_is_noticed(bit):
    data = sealed(desk="101")
    for at in range(len(data)):
        spoiled = bytearray(data)
        spoiled[at] ^= 1 << bit
        assert why(bytes(spoiled)), at


def test_a_changed_body_is_noticed_by_its_hash_before_any_signature_is_looked_at():
    """So that a torn copy is told from a forgery."""
    data = bytearray(sealed())
    data[-envelope.SIGNATURE - 20] ^= 1
    with pytest.raises(Broken, match="hash"):
        envelope.read(bytes(data))


def test_every_truncation_and_every_byte_too_much_is_noticed():
    data = sealed()
    for length in range(len(data)):
        assert why(data[:length])
    assert why(data + b"\0") and why(data + data)


def test_a_file_is_of_its_kind_its_root_and_its_key_alone():
    data, other = sealed(), Ed25519PrivateKey.generate().public_key().public_bytes_raw()
    assert why(data, kind="catalogue") == "kind"
    assert why(data, root="cd" * 16) == "root"
    assert why(data, public=other) == "key"


def test_a_signature_of_one_kind_is_none_for_another():
    """The kind in the header is changed and the header signed nowhere: the tag in the signature tells."""
    told = envelope.read(sealed())
    lied = envelope.Sealed("ack", told.root, told.key, told.header, told.packed, told.signature, told.signed, told.digest)
    with pytest.raises(Broken, match="signature"):
        envelope.verify(lied, PUBLIC, kind="ack", root=ROOT)


def test_a_newer_format_asks_for_an_update_and_is_not_called_broken():
    data = sealed().replace(b"write-once 1 1\n", b"write-once 2 2\n", 1)
    with pytest.raises(Broken) as told:
        envelope.read(data)
    assert (told.value.why, told.value.needs) == ("format", 2)


def test_a_newer_format_that_we_can_still_read_is_read():
    assert envelope.read(sealed().replace(b"write-once 1 1\n", b"write-once 2 1\n", 1)).kind == "batch"


def forged(packed: bytes) -> bytes:
    """Signed rightly, with any body: a desk that is admitted may be broken too."""
    import hashlib

    header = envelope.canonical({"kind": "batch", "root": ROOT, "key": envelope.key_id(PUBLIC), "body_len": len(packed),
                                 "body_sha256": hashlib.sha256(packed).hexdigest()})
    start = b"write-once 1 1\n" + header + b"\n" + packed
    return start + KEY.sign(b"write-once/batch\0" + hashlib.sha256(start).digest())


def gz(raw: bytes) -> bytes:
    squeeze = zlib.compressobj(9, wbits=31)
    return squeeze.compress(raw) + squeeze.flush()


@pytest.mark.parametrize(("packed", "word"), [
    (gz(b"\0" * (envelope.RAW_CAP + 1)), "bomb"),
    (gz(b"x") + b"more", "compression"),
    (gz(b"x" * 100)[:-9], "compression"),
    (b"no gzip", "compression"),
    (gz(b'{"a":' + b"[" * 30_000 + b"]" * 30_000 + b"}\n"), "json"),
    (gz(b'{"a":1}'), "line"),
    (gz(b'{"a": 1}\n'), "line"),
    (gz(b'{"b":1,"a":2}\n'), "line"),
    (gz(b'{"a":1,"a":1}\n'), "line"),
    (gz(b'{"a":NaN}\n'), "json"),
    (gz(b'{"a":"\\u00e9"}\n'), "line"),
    (gz(b"[1]\n"), "json"),
    (gz(b"\xff\xfe\n"), "json"),
    (gz(b'{"a":"' + b"x" * (64 << 10) + b'"}\n'), "line"),
    (gz(b"{}\n" * 100_001), "line"),
])
def test_a_rightly_signed_file_with_a_wrong_body_ends_at_its_measure(packed, word):
    assert why(forged(packed)) == word


def test_a_file_beyond_the_measure_is_not_even_looked_at():
    assert why(b"write-once 1 1\n" + b"x" * envelope.FILE_CAP) == "size"


def test_what_no_reader_would_take_is_not_sealed():
    with pytest.raises(ValueError, match="larger"):
        envelope.seal("batch", ROOT, KEY, b"x" * (envelope.RAW_CAP + 1))
    with pytest.raises(ValueError, match="larger"):
        envelope.seal("batch", ROOT, KEY, b"x", note="y" * envelope.HEADER_CAP)
    with pytest.raises(ValueError, match="envelope"):
        envelope.seal("batch", ROOT, KEY, b"x", body_len=1)


@given(st.binary(max_size=300))
def test_any_bytes_are_refused_with_a_word(data):
    assert why(data)


@given(st.binary(max_size=200), st.integers(0, 200))
def test_bytes_put_anywhere_into_a_file_are_noticed(noise, at):
    data = sealed()
    if noise:
        assert why(data[:at] + noise + data[at:])


json_values = st.recursive(st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(), lambda inner: st.lists(
    inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3), max_leaves=8)


@given(st.lists(st.dictionaries(st.text(max_size=8), json_values, max_size=4), max_size=6))
def test_any_records_come_back_as_they_were(records):
    body = b"".join(envelope.canonical(record) + b"\n" for record in records)
    assert opened(envelope.seal("batch", ROOT, KEY, body)) == records


@pytest.mark.parametrize("line", [b'{"a":"\\ud800"}\n', b'{"a":3.0}\n', b'{"a":1e3}\n', b'{"a":NaN}\n'])
def test_what_could_be_written_in_two_ways_is_no_record(line):
    """Half of a surrogate pair, and numbers that are counted as one thing and hashed as another."""
    data = envelope.seal("batch", ROOT, KEY, line)
    with pytest.raises(Broken, match=r"json|line"):
        envelope.lines(envelope.read(data))
