"""The exchange with the ward office's share: making it, joining it, a round, and what a clerk is told of it."""

from __future__ import annotations

import base64
import hashlib
import os
import secrets
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import wraps
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from branch_desk.domain import era, words_exchange
from branch_desk.domain.catalogue import format_csv
from branch_desk.domain.desk import Desk
from branch_desk.domain.rights import Role
from branch_desk.domain.staff import Staff
from branch_desk.services import catalogues, guide, people
from branch_desk.services.exchange_local import SHARE, LedgerLocal, Touched, members_of, pin_of
from branch_desk.services.results import NOTHING, Changed, Refusal, refuse
from branch_desk.store import faults
from branch_desk.store.ledger import Ledger, Word, paper_key, read_paper_key
from sync import cycle, envelope, names, root
from sync.cycle import Problem, Round
from sync.envelope import Broken
from sync.root import Admitted, Members, OfficeKey, Pin
from sync.worker import Away, Share, Worker

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

LAST = "exchange"               # the setting: what the last round came to
LONGEST_FOLDER = names.LONGEST_PATH - names.LONGEST_NAME
CHANGED = Changed(topics=frozenset({"exchange", "settings"}))


@dataclass(frozen=True, slots=True)
class ShareMade:
    """A new share. The root code is shown and printed this once, and kept on paper alone."""

    fingerprint: str
    root_code: str
    changed: Changed = CHANGED


@dataclass(frozen=True, slots=True)
class Asked:
    """This desk asked to be admitted. Both fingerprints are read aloud over the telephone."""

    fingerprint: str
    office_fingerprint: str
    approved: bool
    changed: Changed = CHANGED


@dataclass(frozen=True, slots=True)
class Waiting:
    """A desk that asked to be admitted and is no member yet."""

    desk: str
    fingerprint: str
    facts: Mapping[str, str | None]
    key: bytes


@dataclass(frozen=True, slots=True)
class Admission:
    """The office admitted a desk, or let one go."""

    desk: str
    generation: int
    changed: Changed = CHANGED


@dataclass(frozen=True, slots=True)
class Said:
    """A problem, in words for a clerk."""

    word: str
    title: str
    sentence: str
    todo: str
    desk: str | None = None


@dataclass(frozen=True, slots=True)
class Synced:
    """What a round came to. `waiting`: own records that no other desk has signed to have."""

    state: str
    published: int
    imported: int
    waiting: int
    problems: tuple[Said, ...] = ()
    more: bool = False
    changed: Changed = NOTHING


# ---- making and joining


@contextmanager
def on_share(folder: str, given: Share | None = None) -> Iterator[Share]:
    """The way to a share: a process of its own, which is ended afterwards; or the one that is given."""
    share = given or Worker(folder)
    try:
        yield share
    finally:
        if given is None:
            share.close()


P = ParamSpec("P")
T = TypeVar("T")


def _on_own_share(verb: Callable[P, T]) -> Callable[P, T | Refusal]:
    """For a verb `(ledger, …, share=None)`: the share that this desk belongs to, where none is given."""
    @wraps(verb)
    def do(*arguments: P.args, **more: P.kwargs) -> T | Refusal:
        ledger: Any = arguments[0]
        kept = ledger.setting(SHARE, None)
        if kept is None:
            return refuse("not_enrolled")
        given: Any = more.pop("share", None)
        with on_share(kept["folder"], given) as share:
            more["share"] = share
            return verb(*arguments, **more)
    return do


def init_share(ledger: Ledger, who: Staff, folder: str, *, share: Share | None = None) -> ShareMade | Refusal:
    """Makes the root of a share: the marker, the office's key, and the office's own desk as its first member."""
    refused = _office(ledger, who) or _fits(folder)
    if refused:
        return refused
    with on_share(folder, share) as there:
        return _init(ledger, folder, there)


def _init(ledger: Ledger, folder: str, share: Share) -> ShareMade | Refusal:
    try:
        if share.read(names.ROOT) is not None:
            return refuse("share_exists")
        if share.replaces(ledger.desk.code, ledger.epoch):
            return refuse("share_replaces")
        code, office_key, own = paper_key(), ledger.signing.make("office"), _own_key(ledger)
        root_key, identity = _root_key(code), secrets.token_hex(16)
        marker = root.seal_marker(identity, root_key, _public(office_key), practice=ledger.desk.practice)
        pin = root.open_marker(marker).pin
        members = Members(1, (Admitted(ledger.desk.code, _public(own), True, _facts(ledger.desk)),))
        me = (ledger.desk.code, ledger.epoch)
        data = root.seal_members(pin, office_key, members)
        whole = share.publish(names.office("members", 1), data, *me).there
        if not whole or not share.publish(names.ROOT, marker, *me).there:       # last: with it the share is one
            return refuse("share_exists")       # of an attempt that was cut, or of another office this very minute
    except Away as away:
        return _away(away)
    _remember(ledger, pin, folder, marker)
    LedgerLocal(ledger).take_office("members", 1, members, data)
    return ShareMade(root.fingerprint(pin.root_key), code)


def enrol(ledger: Ledger, who: Staff, folder: str, *, share: Share | None = None) -> Asked | Refusal:
    """Asks the office to admit this desk; the folder is remembered. Until the answer comes this desk's records wait
    on the share, and nothing else waits."""
    with on_share(folder, share) as there:
        return enrol_by(lambda do: do(ledger), who, folder, there)


def enrol_by(on_ledger: Callable[[Callable[[Ledger], Any]], Any], who: Staff, folder: str, share: Share) -> Asked | Refusal:
    """The same where the ledger belongs to another thread: whatever the share takes, nobody waits for it there."""
    try:
        marker = share.read(names.ROOT)
        joined = on_ledger(lambda ledger: join(ledger, who, folder, marker))
        if isinstance(joined, Refusal):
            return joined
        if share.replaces(*joined.me):
            return refuse("share_replaces")
        if share.read(joined.path) is None:
            share.publish(joined.path, joined.request, *joined.me)
    except Away as away:
        return _away(away)
    on_ledger(lambda ledger: _remember(ledger, joined.pin, folder, marker or b""))
    return joined.asked


@dataclass(frozen=True, slots=True)
class Join:
    """What a desk puts on the share to be admitted."""

    pin: Pin
    me: tuple[str, str]
    path: names.Path
    request: bytes
    asked: Asked


def join(ledger: Ledger, who: Staff, folder: str, marker: bytes | None) -> Join | Refusal:
    """Whether this desk may ask at the share of this marker, and what it puts there."""
    allowed = people.responsible(who)
    refused = (allowed if isinstance(allowed, Refusal) else None) or _fits(folder)
    if refused:
        return refused
    if marker is None:
        return refuse("share_no_marker")
    try:
        found = root.open_marker(marker)
    except Broken:
        return refuse("share_spoiled")
    known = pin_of(ledger)
    if found.pin.practice is not ledger.desk.practice:
        return refuse("share_practice")
    if known is not None and known != found.pin:
        return refuse("share_other")
    own = _own_key(ledger)
    request = root.seal_request(found.pin, own, ledger.desk.code, _facts(ledger.desk))
    asked = Asked(root.fingerprint(_public(own)), root.fingerprint(found.pin.root_key), _is_admitted(ledger))
    return Join(found.pin, (ledger.desk.code, ledger.epoch), names.request(envelope.key_id(_public(own))), request, asked)


@_on_own_share
def requests(ledger: Ledger, *, share: Share) -> tuple[Waiting, ...] | Refusal:
    """Who asked to be admitted and is not a member yet."""
    pin, share = _joined(ledger, share)
    known = {item.key for item in members_of(ledger).admitted}
    return _requests(pin, share, known)


def _requests(pin: Pin, share: Share, known: set[bytes]) -> tuple[Waiting, ...] | Refusal:
    found = []
    try:
        for name in share.names(("ask",)):
            if names.parse(("ask", name)) is not None:
                data = share.read(("ask", name))
                try:
                    asked = root.open_request(data or b"", pin)
                except Broken:
                    continue        # whatever stands there, it is no request
                if asked.key not in known:
                    found.append(Waiting(asked.desk, root.fingerprint(asked.key), asked.facts, asked.key))
    except Away as away:
        return _away(away)
    return tuple(found)


@_on_own_share
def approve(ledger: Ledger, who: Staff, desk: str, fingerprint: str, *, share: Share | None = None) -> Admission | Refusal:
    """Admits a desk whose fingerprint was read over the telephone. A desk that stands there already with another key
    was replaced: its old key still vouches for what it signed. One that was let go may come back with its own."""
    refused = _office(ledger, who)
    if refused:
        return refused
    pin, share = _joined(ledger, share)
    waiting = _requests(pin, share, {item.key for item in members_of(ledger).admitted if item.active})
    if isinstance(waiting, Refusal):
        return waiting
    asked = [item for item in waiting if item.desk == desk]
    if not asked:
        return refuse("no_request", desk=desk)
    spoken = "".join(fingerprint.split())
    meant = next((item for item in asked if item.fingerprint.replace(" ", "") == spoken), None)
    if meant is None:
        return refuse("fingerprint")
    others = tuple(replace(item, active=item.active and item.desk != desk) for item in members_of(ledger).admitted
                   if item.key != meant.key)
    return _say_members(ledger, (*others, Admitted(desk, meant.key, True, meant.facts)), desk, share)


@_on_own_share
def retire(ledger: Ledger, who: Staff, desk: str, *, share: Share | None = None) -> Admission | Refusal:
    """A desk is no longer waited for; what it wrote stays believed."""
    refused = _office(ledger, who)
    if refused:
        return refused
    if desk == ledger.desk.code:
        return refuse("own_desk")
    admitted = members_of(ledger).admitted
    if not any(item.desk == desk and item.active for item in admitted):
        return refuse("no_such_desk", desk=desk)
    left = tuple(replace(item, active=item.active and item.desk != desk) for item in admitted)
    return _say_members(ledger, left, desk, share)


@_on_own_share
def publish(ledger: Ledger, who: Staff, *, share: Share | None = None) -> Admission | Refusal:
    """The office's catalogue and guidance, for every desk."""
    refused = _office(ledger, who)
    if refused:
        return refused
    catalogue = catalogues.of(ledger)
    line = {"types": format_csv(catalogue), "enclosures": [[item.code, item.name] for item in catalogue.enclosures],
            "guidance": ledger.setting(guide.SETTING, None)}
    return _say(ledger, "catalogue", [line], ledger.desk.code, share)


@_on_own_share
def appoint_office_key(ledger: Ledger, who: Staff, root_code: str, *, share: Share | None = None) -> Admission | Refusal:
    """A new office key, by the root code that lies on paper. What the old key says from now on is not believed."""
    refused = _office(ledger, who)
    if refused:
        return refused
    pin, share = _joined(ledger, share)
    try:
        root_key = _root_key(root_code)
    except faults.WrongRecoveryKey:
        return refuse("root_code")
    if _public(root_key) != pin.root_key:
        return refuse("root_code")
    generation = ledger.exchange.generation("office") + 1
    after = {word: ledger.exchange.generation(word) for word in ("members", "catalogue")}
    new = ledger.signing.make("office")
    told = root.seal_office_key(pin, root_key, generation, _public(new), after)
    try:
        done = share.publish(names.office("office", generation), told, ledger.desk.code, ledger.epoch)
    except Away as away:
        return _away(away)
    if not done.there:
        return refuse("share_spoiled")
    LedgerLocal(ledger).take_office("office", generation, OfficeKey(generation, _public(new), after), told)
    return Admission(ledger.desk.code, generation)


# ---- a round


@_on_own_share
def sync(ledger: Ledger, *, share: Share | None = None, look_everywhere: bool = True,
         goes_on: Callable[[], bool] = lambda: True) -> Synced | Refusal:
    """One round in this thread, for the command line. The window's rounds go the same way in parts."""
    _, share = _joined(ledger, share)
    local = open_local(ledger)
    if isinstance(local, Problem):
        return finish(ledger, Round("refused", problems=[local]), Touched())
    rounds = cycle.exchange(share, local, look_everywhere=look_everywhere, goes_on=goes_on)
    while rounds.more and goes_on():
        again = cycle.exchange(share, local, goes_on=goes_on)
        again.published, again.imported = again.published + rounds.published, again.imported + rounds.imported
        rounds = again
    return finish(ledger, rounds, local.touched)


def open_local(ledger: Ledger) -> LedgerLocal | Problem:
    """The ledger for a round; a problem where its signing key cannot be had."""
    try:
        return LedgerLocal(ledger)
    except (faults.KeyMissing, LookupError) as error:
        return Problem("key", ledger.desk.code, type(error).__name__)


def finish(ledger: Ledger, done: Round, touched: Touched) -> Synced:
    """Keeps what the round came to, and says it."""
    problems = _problems(ledger, done)
    at, before = era.stamp(ledger.now()), ledger.setting(LAST, {})
    reached = done.state in ("ok", "stalled")
    with ledger.transaction() as tx:
        tx.set_setting(LAST, {"at": at, "state": done.state, "problems": [list(item) for item in problems],
                              "ok_at": at if reached else before.get("ok_at")})
    return told(ledger, done, frozenset(touched.slips), frozenset(touched.topics))


def told(ledger: Ledger, done: Round, slips: frozenset[str], topics: frozenset[str]) -> Synced:
    """What a round came to, in words."""
    said = tuple(_said(ledger, word, desk) for word, desk in _problems(ledger, done))
    return Synced(done.state, done.published, done.imported, waiting(ledger), said, done.more,
                  Changed(slips, topics | {"exchange"}))


def _problems(ledger: Ledger, done: Round) -> list[tuple[str, str | None]]:
    return list(dict.fromkeys([(item.word, item.desk) for item in done.problems] + _by_themselves(ledger)))


def waiting(ledger: Ledger) -> int:
    """Own records that no other desk has signed to have."""
    signed = ledger.exchange.signed()
    return sum(max(0, ledger.exchange.head(epoch) - seq) for epoch, (seq, _) in signed.items())


def _by_themselves(ledger: Ledger) -> list[tuple[str, str | None]]:
    """What shows when streams and words are laid side by side: a desk whose life was left and goes on all the same.
    What the desk itself signed to have taken home of that life is no sign of another one."""
    found: list[tuple[str, str | None]] = []
    streams = {item.stream: item for item in ledger.exchange.streams()}
    words, own = ledger.exchange.words(), ledger.desk.code
    for item in streams.values():
        if item.before is not None:
            left = streams.get((item.desk, item.before[0]))
            if left is not None and left.seq > max(item.before[1], _vouched(words, left.stream)) and item.desk != own:
                found.append(("split", item.desk))
    found += [("split", own) for item in ledger.exchange.stopped() if item.stream[0] == own and item.why == cycle.FORK]
    return found


def _vouched(words: list[Word], left: tuple[str, str]) -> int:
    """How far a desk's later lives signed to have one that they left."""
    return max((word.known.get(left, (0, ""))[0] for word in words if word.stream[0] == left[0] and word.stream != left),
               default=0)


# ---- what a clerk is told


@dataclass(frozen=True, slots=True)
class DeskRow:
    """One desk on the screen 同期. `taken_at`: when its last record came; `heard_at`: when its last word came; `has`:
    how many of this desk's records it signed to have, of `of`; `agrees`: by its last word it knows what this desk
    knows, and nothing else."""

    code: str
    name: str
    branch: str
    active: bool
    taken_at: str | None
    has: int
    of: int
    heard_at: str | None
    agrees: bool
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Status:
    """The exchange as it stands. `round_at`: the last round that reached the share; `had_at`: since when a peer has
    signed the newest of what it has of ours."""

    enrolled: bool
    approved: bool
    folder: str
    fingerprint: str
    office_fingerprint: str
    state: str | None
    at: str | None
    round_at: str | None
    had_at: str | None
    unsent: int
    on_share: int
    waiting: int
    desks: tuple[DeskRow, ...] = ()
    problems: tuple[Said, ...] = ()
    members: int = 0
    catalogue: int = 0
    stopped: tuple[tuple[str, str, int, str], ...] = ()     # where, why, how often tried, when last


def status(ledger: Ledger) -> Status:
    """For the screen and the status line. Reads only."""
    kept, last, pin = ledger.setting(SHARE, {}), ledger.setting(LAST, {}), pin_of(ledger)
    words = [word for word in ledger.exchange.words() if word.stream[0] != ledger.desk.code]
    unsealed = ledger.exchange.count_unsealed()
    unsent = unsealed + ledger.exchange.count_waiting()
    left = waiting(ledger)
    problems = tuple(_said(ledger, word, desk) for word, desk in last.get("problems", ()))
    return Status(
        pin is not None, _is_admitted(ledger), kept.get("folder", ""), _own_fingerprint(ledger),
        root.fingerprint(pin.root_key) if pin else "", last.get("state"), last.get("at"), last.get("ok_at"),
        max((word.at for word in words if any(stream[0] == ledger.desk.code for stream in word.known)), default=None),
        unsent, max(0, left - unsent), left, _rows(ledger), problems, ledger.exchange.generation("members"),
        ledger.exchange.generation("catalogue"),
        tuple((f"{item.stream[0]} {item.stream[1]} {item.first}", item.why, item.tries, item.at)
              for item in ledger.exchange.stopped()))


def _rows(ledger: Ledger) -> tuple[DeskRow, ...]:
    streams, words = ledger.exchange.streams(), ledger.exchange.words()
    stopped = {item.stream[0] for item in ledger.exchange.stopped()}
    known = {item.stream: item.seq for item in streams}
    own = {stream: seq for stream, seq in known.items() if stream[0] == ledger.desk.code}
    members = members_of(ledger)
    active, rows = set(members.active()), []
    for desk in dict.fromkeys(item.desk for item in members.admitted if item.desk != ledger.desk.code):
        member = ledger.members.get(desk)
        last = max((word for word in words if word.stream[0] == desk), key=lambda word: word.at, default=None)
        told = {stream: at[0] for stream, at in last.known.items()} if last else {}
        rows.append(DeskRow(
            desk, ledger.desk_names.get(desk, desk), member.branch if member else "", desk in active,
            max((item.at for item in streams if item.desk == desk), default=None),
            sum(min(told.get(stream, 0), seq) for stream, seq in own.items()), sum(own.values()),
            last.at if last else None, last is not None and told == known, "broken" if desk in stopped else None))
    return tuple(rows)


def _said(ledger: Ledger, word: str, desk: str | None) -> Said:
    title, sentence, todo = words_exchange.PROBLEMS[word]
    name = ledger.desk_names.get(desk, desk) if desk else ""
    return Said(word, title.format(desk=name), sentence.format(desk=name), todo.format(desk=name), desk)


# ---- inside


def _office(ledger: Ledger, who: Staff) -> Refusal | None:
    if ledger.desk.role is not Role.OFFICE:
        return refuse("not_office")
    allowed = people.responsible(who)
    return allowed if isinstance(allowed, Refusal) else None


def _fits(folder: str) -> Refusal | None:
    return refuse("share_long", limit=LONGEST_FOLDER) if len(os.path.abspath(folder)) > LONGEST_FOLDER else None


def _away(away: Away) -> Refusal:
    answer = refuse("share_away")
    return replace(answer, details={"why": away.why})


def _joined(ledger: Ledger, share: Share | None) -> tuple[Pin, Share]:
    """What `_on_own_share` has made sure of."""
    pin = pin_of(ledger)
    if pin is None or share is None:
        raise LookupError("this desk belongs to no share")
    return pin, share


def _remember(ledger: Ledger, pin: Pin, folder: str, marker: bytes) -> None:
    with ledger.transaction() as tx:
        tx.set_setting(SHARE, {"root": pin.root, "root_key": pin.root_key.hex(), "folder": os.path.abspath(folder),
                               "marker": base64.b64encode(marker).decode()})


def _say_members(ledger: Ledger, admitted: tuple[Admitted, ...], desk: str, share: Share | None) -> Admission | Refusal:
    lines = [{"desk": item.desk, "key": item.key.hex(), "active": item.active, "facts": dict(item.facts)} for item in admitted]
    return _say(ledger, "members", lines, desk, share)


def _say(ledger: Ledger, word: str, lines: list[dict[str, Any]], desk: str, share: Share | None) -> Admission | Refusal:
    """The next generation of what the office says. A place that somebody else took is passed over, as every reader does;
    what stands there by the office's own key was said by another of its desks, and must be heard first."""
    pin, share = _joined(ledger, share)
    key = ledger.signing.get("office")
    if key is None:
        return refuse("not_office")
    keys = [OfficeKey(0, _public(key), {})]
    for generation in range(ledger.exchange.generation(word) + 1, ledger.exchange.generation(word) + cycle.MOST_FALSE_WORDS):
        data = root.seal_by_office(word, pin, key, generation, lines)
        # Nothing leaves that a reader would not take: its line may be too long for one.
        try:
            said = root.open_by_office(word, data, pin, keys, generation)
        except Broken:
            return refuse("office_word")
        path = names.office(word, generation)
        try:
            if share.publish(path, data, ledger.desk.code, ledger.epoch).there:
                whole = root.open_members(data, pin, keys, generation) if word == "members" else said
                LedgerLocal(ledger).take_office(word, generation, whole, data)
                return Admission(desk, generation)
            root.open_by_office(word, share.read(path) or b"", pin, keys, generation)
        except Away as away:
            return _away(away)
        except Broken:
            continue
        break
    return refuse("share_spoiled")


def _own_key(ledger: Ledger) -> Ed25519PrivateKey:
    return ledger.signing.get("desk") or ledger.signing.make("desk")


def _own_fingerprint(ledger: Ledger) -> str:
    try:
        key = ledger.signing.get("desk")
    except faults.KeyMissing:
        return ""
    return root.fingerprint(_public(key)) if key else ""


def _is_admitted(ledger: Ledger) -> bool:
    try:
        key = ledger.signing.get("desk")
    except faults.KeyMissing:
        return False
    return key is not None and any(item.key == _public(key) and item.active for item in members_of(ledger).admitted)


def _facts(desk: Desk) -> dict[str, str | None]:
    """What the office and the other desks must know of this one; nobody's name."""
    return {"role": desk.role.value, "branch": desk.branch, "section": desk.section, "name": desk.name}


def _public(key: Ed25519PrivateKey) -> bytes:
    return key.public_key().public_bytes_raw()


def _root_key(code: str) -> Ed25519PrivateKey:
    """The root key that a root code stands for. Raises WrongRecoveryKey naming the group that is mistyped."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.from_private_bytes(hashlib.sha256(b"root key\0" + read_paper_key(code).encode()).digest())
