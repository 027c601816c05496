"""A real SMB server: the wire is cut at every message, the server freezes, the share is read-only or full."""

from __future__ import annotations

import secrets

import pytest

from sync import names
from sync.cycle import exchange
from sync.folder import OsFolder
from sync.worker import InProcess
from tests.sync.memory_desk import MemoryDesk, Office, exchange_all
from tests.sync.proxy import Cut, Proxy
from tests.sync.samba import SmbFolder

POSITIONS = (("before", {"part": 0.0}), ("half", {"part": 0.5}), ("after", {"part": 1.0}), ("reply lost", {"reply": True}))


class Wired:
    """Two desks over one share: the first through a wire that can be cut, the second directly."""

    def __init__(self, server, proxy) -> None:
        below = secrets.token_hex(8)
        (server.share / below).mkdir()
        self.straight = OsFolder(str(server.share / below))     # as the server's own disk sees it
        self.wire = SmbFolder(server, below, port=proxy.port)
        self.office = Office(InProcess(self.straight))
        self.a, self.b = (MemoryDesk(self.office.pin, code) for code in ("101", "102"))
        self.office.admit(self.a, self.b)
        self.proxy = proxy

    def prepare(self, what: str) -> set[tuple[str, str, int]]:
        """So that the round of `a` does just that: publish two batches, or take in two, or say what it has."""
        share = InProcess(self.straight)
        exchange_all(share, self.a, self.b)
        writer = self.b if what == "poll" else self.a
        keys = {writer.write("x") for _ in range(5)}
        if what == "poll":
            exchange(share, self.b)
        if what == "acknowledge":
            keys |= {self.b.write("y") for _ in range(2)}
            exchange(share, self.b)
            self.a.confirmed |= {(sealed.stream, sealed.first) for sealed in self.a.to_publish()
                                 if share.publish(names.batch(*sealed.stream, sealed.first), sealed.data, *self.a.me).there}
        return keys | set(self.a.everything())

    def cut(self, cut: Cut) -> bool:
        """The round of `a` with this cut; whether the cut was reached."""
        self.proxy.arm(cut)
        exchange(InProcess(self.wire, lambda _: None), self.a)
        reached = self.proxy.was_cut
        self.proxy.arm(None)
        self.wire.reconnect()
        return reached


@pytest.fixture
def proxy(samba):
    made = Proxy(samba.port)
    yield made
    made.close()


def sweep(samba, proxy, what: str, positions) -> int:
    cuts = 0
    for name, position in positions:
        for message in range(1, 200):
            wired = Wired(samba, proxy)
            keys = wired.prepare(what)
            if not wired.cut(Cut(message, **position)):
                break
            for desk in (wired.b, wired.a, wired.b):
                round_ = exchange(InProcess(wired.straight), desk)
                assert round_.state == "ok", (what, name, message, round_.problems)
            assert wired.a.everything() == wired.b.everything(), (what, name, message)
            assert set(wired.a.everything()) == keys, (what, name, message)
            cuts += 1
    return cuts


@pytest.mark.parametrize("what", ["publish", *(pytest.param(what, marks=pytest.mark.long) for what in ("poll", "acknowledge"))])
def test_the_wire_may_be_cut_in_the_middle_of_every_message_and_before_every_reply(samba, proxy, what):
    cuts = sweep(samba, proxy, what, POSITIONS[1::2])
    print(f"{what}: {cuts} cut points, 0 partial, 0 lost, 0 twice")
    assert cuts >= 20


@pytest.mark.long
@pytest.mark.parametrize("what", ["publish", "poll", "acknowledge"])
def test_the_wire_may_be_cut_before_and_after_every_message(samba, proxy, what):
    cuts = sweep(samba, proxy, what, POSITIONS[::2])
    print(f"{what}: {cuts} cut points, 0 partial, 0 lost, 0 twice")
    assert cuts >= 20


def test_a_share_that_may_only_be_read_is_read_and_the_rest_waits(samba, proxy):
    wired = Wired(samba, proxy)
    exchange_all(InProcess(wired.straight), wired.a, wired.b)
    theirs, ours = wired.b.write("x"), wired.a.write("y")
    exchange(InProcess(wired.straight), wired.b)
    readonly = SmbFolder(samba, wired.straight.root.rsplit("/", 1)[1], share="readonly")
    round_ = exchange(InProcess(readonly, lambda _: None), wired.a)
    assert round_.state == "stalled" and round_.problems[0].word in ("held", "read_only")
    assert theirs in wired.a.everything()
    exchange(InProcess(wired.straight), wired.a)
    exchange(InProcess(wired.straight), wired.b)
    assert ours in wired.b.everything()
