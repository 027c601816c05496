"""A ward office with its desks on one share: the office, two counters of 大師, one of 田島, a section.

Making five ledgers and admitting their desks takes a second or two, so it is done once for a set of desks, and every
ward of it is a copy.
"""

from __future__ import annotations

import atexit
import io
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

from branch_desk.domain.desk import Desk
from branch_desk.domain.digest import Digest
from branch_desk.domain.rights import Role, StaffRole
from branch_desk.domain.staff import Staff
from branch_desk.services import desks, exchange, people
from branch_desk.services.exchange_local import SHARE
from branch_desk.store.folders import state_folder
from branch_desk.store.ledger import Ledger, pin_hash
from sync import envelope
from sync.folder import OsFolder
from sync.worker import InProcess, Share

PIN = "2468"
DESKS = {desk.code: desk for desk in (
    Desk("900", "区役所", "川崎区役所", Role.OFFICE), Desk("101", "大師1", "大師支所"), Desk("102", "大師2", "大師支所"),
    Desk("201", "田島1", "田島支所"), Desk("501", "高齢・障害課", "川崎区役所", Role.SECTION, "5"))}
ALL = ("900", "101", "102", "201", "501")


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


@dataclass(frozen=True)
class Template:
    """A ward that is closed: its folder, its root code, and what this machine remembers of each ledger."""

    home: Path
    root_code: str
    remembered: dict[str, bytes]


@cache
def template(codes: tuple[str, ...]) -> Template:
    """All of them, admitted and introduced to each other."""
    home = Path(tempfile.mkdtemp())
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    made = Ward.__new__(Ward)
    made.begin(home)
    made.folder.mkdir()
    for code in codes:
        made.open(DESKS[code])
    office = made["900"]
    code = made.granted(exchange.init_share(office.ledger, office.who, str(made.folder), share=made.share)).root_code
    for desk in codes:
        if desk != "900":
            made.admit(desk)
    made.talk(1)
    ids = [desk.ledger.id for desk in made.desks.values()]
    made.close()
    return Template(home, code, {id_: (state_folder() / f"{id_}.high").read_bytes() for id_ in ids})


class Ward:
    """All of them, admitted and introduced to each other. Of one set of desks only one ward can be open at a time: its
    ledgers are the same, and this machine remembers how far each had come."""

    def __init__(self, home: Path, codes: tuple[str, ...] = ALL, now: Callable[[], datetime] | None = None) -> None:
        made = template(codes)
        for part in ("share", *codes):
            shutil.copytree(made.home / part, home / part)
        state_folder().mkdir(parents=True, exist_ok=True)      # another one than the template's, perhaps
        for id_, data in made.remembered.items():
            (state_folder() / f"{id_}.high").write_bytes(data)
        self.begin(home)
        self.root_code = made.root_code
        for code in codes:
            ledger = Ledger.open(home / code, now=now)
            with ledger.transaction() as tx:
                tx.set_setting(SHARE, {**ledger.setting(SHARE, {}), "folder": str(self.folder)})
            self.desks[code] = At(ledger, people.acting(ledger, "3"), self.share)

    def begin(self, home: Path) -> None:
        self.home, self.folder = home, home / "share"
        self.share = InProcess(OsFolder(str(self.folder)))
        self.desks: dict[str, At] = {}

    def __getitem__(self, code: str) -> At:
        return self.desks[code]

    def open(self, desk: Desk) -> At:
        """A new ledger, with a clerk and somebody responsible."""
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
        """Every byte, and every body unpacked, those inside of bundles too."""
        found = []
        for path in sorted(self.folder.rglob("*")):
            found.append(str(path.relative_to(self.folder)).encode())
            if path.is_file():
                data = path.read_bytes()
                found.append(data)
                for file in _inside(data) if path.suffix == ".zip" else (data,):
                    found.append(zlib.decompress(envelope.read(file).packed, 31))
        return b"\0".join(found)


def _inside(bundle: bytes) -> list[bytes]:
    with zipfile.ZipFile(io.BytesIO(bundle)) as zip_:
        return [zip_.read(name) for name in zip_.namelist()]


__all__ = ["At", "Ward"]
