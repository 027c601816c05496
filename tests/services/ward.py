"""A ward office with its desks on one share: the office, two counters of 大師, one of 田島, a section."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from branch_desk.domain.desk import Desk
from branch_desk.domain.digest import Digest
from branch_desk.domain.rights import Role, StaffRole
from branch_desk.domain.staff import Staff
from branch_desk.services import desks, exchange, people
from branch_desk.store.ledger import Ledger, pin_hash
from sync import envelope
from sync.folder import OsFolder
from sync.worker import InProcess, Share

PIN = "2468"
DESKS = (
    Desk("900", "区役所", "川崎区役所", Role.OFFICE), Desk("101", "大師1", "大師支所"), Desk("102", "大師2", "大師支所"),
    Desk("201", "田島1", "田島支所"), Desk("501", "高齢・障害課", "川崎区役所", Role.SECTION, "5"),
)


@cache
def _hash() -> str:
    """Made once: a slow hash is slow on purpose."""
    return pin_hash(PIN)


@dataclass
class At:
    """One desk of the ward, and who works there."""

    ledger: Ledger
    who: Staff
    share: Share

    def sync(self, **more: object) -> exchange.Synced:
        done = exchange.sync(self.ledger, share=self.share, **more)
        assert isinstance(done, exchange.Synced), done
        return done

    @property
    def state(self) -> Digest:
        return self.ledger.exchange.digest()


class Ward:
    """All of them, admitted and introduced to each other."""

    def __init__(self, home: Path, codes: tuple[str, ...] = ("900", "101", "102", "201", "501")) -> None:
        self.folder = home / "share"
        self.folder.mkdir()
        self.share = InProcess(OsFolder(str(self.folder)))
        self.home, self.desks = home, {}
        for desk in DESKS:
            if desk.code in codes:
                self.open(desk)
        self.root_code = self.granted(exchange.init_share(self["900"].ledger, self["900"].who, str(self.folder),
                                                          share=self.share)).root_code
        for code in codes:
            if code != "900":
                self.admit(code)
        self.talk(1)

    def __getitem__(self, code: str) -> At:
        return self.desks[code]

    def open(self, desk: Desk) -> At:
        made = desks.set_up(self.home / desk.code, desk)
        with made.ledger.transaction() as tx:
            tx.put_staff("3", "岸 徹", StaffRole.RESPONSIBLE, _hash())
            tx.put_staff("12", "佐野 恵", StaffRole.CLERK, _hash())
        self.desks[desk.code] = At(made.ledger, people.acting(made.ledger, "3"), self.share)
        return self.desks[desk.code]

    def admit(self, code: str) -> None:
        desk, office = self[code], self["900"]
        asked = self.granted(exchange.enrol(desk.ledger, desk.who, str(self.folder), share=self.share))
        self.granted(exchange.approve(office.ledger, office.who, code, asked.fingerprint, share=self.share))

    def talk(self, rounds: int = 2) -> None:
        """Everybody in turn, so often."""
        for _ in range(rounds):
            for desk in self.desks.values():
                desk.sync()

    def close(self) -> None:
        for desk in self.desks.values():
            desk.ledger.close()

    @staticmethod
    def granted(answer):
        assert not isinstance(answer, exchange.Refusal), answer
        return answer

    def bytes_on_the_share(self) -> bytes:
        """Every byte, and every body unpacked."""
        found = []
        for path in sorted(self.folder.rglob("*")):
            found.append(str(path.relative_to(self.folder)).encode())
            if path.is_file():
                data = path.read_bytes()
                found += [data, zlib.decompress(envelope.read(data).packed, 31)]
        return b"\0".join(found)


__all__ = ["At", "Ward"]
