"""One file of each kind, as a format of the share writes it, kept for all later programs: every one of them reads it.

python -m tests.sync.kept_formats FOLDER writes them with the present program; to be run when envelope.FORMAT has grown, into
fixtures/format_N. The keys are nobody's.
"""

from __future__ import annotations

import sys
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sync import ack, batch, root
from sync.batch import Continues, Position
from sync.root import Admitted, Members, OfficeKey, Pin

FIXTURES = Path(__file__).parent / "fixtures"
ROOT, STREAM = "ab" * 16, ("101", "0123456789abcdef")
ROOT_KEY, OFFICE_KEY, DESK_KEY, NEXT_KEY = (Ed25519PrivateKey.from_private_bytes(bytes([n]) * 32) for n in (1, 2, 3, 4))
PIN = Pin(ROOT, ROOT_KEY.public_key().public_bytes_raw(), practice=False)
RECORDS = tuple({"desk": "101", "epoch": STREAM[1], "seq": seq, "type": "issued", "at": "2026-11-24T10:45:00+09:00",
                 "body": {"section_name": "高齢・障害課", "sheets": 3, "again": None, "taken": True}} for seq in (1, 2, 3))
BEFORE = Continues("fedcba9876543210", 80, "aa" * 32)
KNOWN = {STREAM: Position(3, "bb" * 32), ("102", "00112233445566aa"): Position()}
FACTS = {"role": "counter", "branch": "大師支所", "section": None, "name": "大師1"}
LINES = [{"code": "501", "name": "介護保険要介護・要支援認定申請"}, {"code": "101", "name": "住民異動届"}]


def public(key: Ed25519PrivateKey) -> bytes:
    """What others know of a key."""
    return key.public_key().public_bytes_raw()


MEMBERS = Members(7, (Admitted("101", public(DESK_KEY), True, FACTS), Admitted("102", public(NEXT_KEY), False, FACTS)))


def written() -> dict[str, bytes]:
    """Every kind of file, with the present program."""
    return {
        "marker": root.seal_marker(ROOT, ROOT_KEY, public(OFFICE_KEY), practice=False),
        "office": root.seal_office_key(PIN, ROOT_KEY, 1, public(NEXT_KEY), {"members": 7}),
        "members": root.seal_members(PIN, OFFICE_KEY, MEMBERS),
        "catalogue": root.seal_by_office("catalogue", PIN, OFFICE_KEY, 4, LINES),
        "request": root.seal_request(PIN, DESK_KEY, "101", FACTS),
        "batch": batch.seal(ROOT, STREAM, DESK_KEY, RECORDS, Position(), 9, BEFORE),
        "ack": ack.seal(ROOT, DESK_KEY, ack.Ack(STREAM, 5, KNOWN)),
    }


def read(files: dict[str, bytes]) -> None:
    """That each says what was written into it."""
    found = root.open_marker(files["marker"], PIN)
    assert (found.pin, found.office_key) == (PIN, public(OFFICE_KEY))
    first = OfficeKey(0, public(OFFICE_KEY), {})
    assert root.open_office_key(files["office"], PIN, 1) == OfficeKey(1, public(NEXT_KEY), {"members": 7})
    assert root.open_members(files["members"], PIN, (first,), 7) == MEMBERS
    assert root.open_by_office("catalogue", files["catalogue"], PIN, (first,), 4) == LINES
    assert root.open_request(files["request"], PIN) == root.Request("101", public(DESK_KEY), FACTS)
    taken = batch.open_batch(files["batch"], root=ROOT, stream=STREAM, first=1, known=Position(), public=public(DESK_KEY))
    assert (taken.records, taken.lamport, taken.continues) == (RECORDS, 9, BEFORE)
    told = ack.open_ack(files["ack"], root=ROOT, stream=STREAM, generation=5, public=public(DESK_KEY))
    assert (told.known, told.reads) == (KNOWN, (1,))


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in written().items():
        (folder / name).write_bytes(data)
