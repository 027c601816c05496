"""What a round of exchange asks of the ledger, without knowing what a ledger is."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from sync.ack import Ack
from sync.batch import Batch, Position, Stream
from sync.root import Members, OfficeKey, Pin

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

FORK = "fork"


@dataclass(frozen=True, slots=True)
class Sealed:
    """An own batch as it must stand on the share."""

    stream: Stream
    first: int
    data: bytes


class NotTaken(Exception):
    """Own batches could not be taken home because of this one; nothing of any was kept. `why`: 'fork' where it holds
    another record under a known key, else what is wrong with it."""

    def __init__(self, stream: Stream, first: int, why: str) -> None:
        super().__init__(why)
        self.stream, self.first, self.why = stream, first, why


class Local(Protocol):
    """What this desk knows and keeps. Everything is asked again in each round; nothing is kept here."""

    @property
    def pin(self) -> Pin:
        """The share that it belongs to."""

    @property
    def me(self) -> Stream:
        """The stream that it writes now."""

    @property
    def key(self) -> Ed25519PrivateKey:
        """What it signs with."""

    def office_keys(self) -> tuple[OfficeKey, ...]:
        """Later office keys than the marker's."""

    def members(self) -> Members:
        """The members as last heard."""

    def generation(self, word: str) -> int:
        """The last generation taken of 'office', 'members', 'catalogue'; 0 for none."""

    def take_office(self, word: str, generation: int, said: OfficeKey | Members | Sequence[Mapping[str, Any]],
                    data: bytes) -> None:
        """The office said this, in these bytes. Raises Broken where it is not what it must be."""

    def to_publish(self) -> Sequence[Sealed]:
        """The next own batches, of this epoch and of those before it, whose place on the share nobody has confirmed,
        in order; what was not sealed yet is sealed first, but not where a peer signed to have more of that stream: then
        its batches exist, with other bytes perhaps, and will be put back. (Where the peer's digest shows that the same
        bytes came out again, they are published.) Empty when all stand there."""

    def unseal(self, sealed: Sealed) -> None:
        """Its name on the share is taken. It and what was sealed after it is to be sealed again, after whatever the
        share has there was taken."""

    def published(self, sealed: Sealed) -> None:
        """It stands on the share with these bytes."""

    def kept(self) -> Sequence[tuple[Stream, Sequence[int]]]:
        """The first numbers of kept batches that are to be looked for now: own ones, and those of others that this
        desk is to put back where somebody deleted them."""

    def kept_batch(self, stream: Stream, first: int) -> bytes:
        """The bytes of one of them."""

    def known(self) -> Mapping[Stream, Position]:
        """How far every stream is known, own ones included."""

    def resting(self) -> Collection[Stream]:
        """Streams that were broken at their next batch and are not to be looked at again yet."""

    def take(self, run: Sequence[tuple[Batch, bytes]]) -> bool:
        """Keeps the records of one batch, or of some that follow each other, in one transaction: all of them or none.
        False where one of them is known with other content: a fork. Raises Broken where a record is not what a record
        must be."""

    def take_home(self, home: Sequence[tuple[Batch, bytes]]) -> str | None:
        """Keeps records of this very desk that its ledger did not have, all in one transaction and before anything
        else is written, and goes on in a new epoch, so that no (desk, epoch, seq) is ever used for two records and no
        number is given again. The word of the problem: 'rewound', or 'clone' where this desk was home and somebody
        goes on writing under its name; None where every record was known. The batches carry no records
        (batch.records_of). Raises NotTaken."""

    def at_home(self) -> None:
        """Everything that the share has of this desk is known here."""

    def is_home(self) -> bool:
        """Whether that was said since this ledger was opened. Until then every round looks everywhere: a ledger that
        was put back seals nothing before it has heard what others have of it."""

    def behind(self) -> Collection[Stream]:
        """Own streams of which a peer signed to have more than this desk itself."""

    def disowned(self) -> Collection[Stream]:
        """Own streams of which a peer signed to have a batch that this desk never wrote."""

    def begin_again(self) -> None:
        """Goes on in a new epoch."""

    def cloned(self) -> None:
        """Somebody else writes under this desk's name: it goes on in a new epoch, and is to give no number until a
        person has looked."""

    def put_aside(self, stream: Stream, first: int, data: bytes, why: str) -> None:
        """The batch at this place cannot be believed; a copy is kept, the share is left as it is. Of an own stream that
        was put aside as FORK nothing is to be published any more."""

    def heard(self, said: Ack) -> None:
        """A peer's word."""

    def generations(self) -> Mapping[Stream, int]:
        """The last generation of everybody's word, our own included. A desk that has nothing to record says what it
        has all the same."""

    def next_ack(self) -> Ack | None:
        """Our own next word; None where the last one still holds."""

    def said(self, said: Ack) -> None:
        """It stands on the share."""
