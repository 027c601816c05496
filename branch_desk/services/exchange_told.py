"""What a clerk is told of the exchange: what waits, who has what, what is wrong and what to do."""

from __future__ import annotations

from dataclasses import dataclass

from branch_desk.domain import words_exchange
from branch_desk.services.exchange_local import SHARE, members_of, pin_of
from branch_desk.services.exchange_share import is_admitted, own_fingerprint
from branch_desk.store.ledger import Ledger, Word
from sync import cycle, root
from sync.cycle import Round

LAST = "exchange"               # the setting: what the last round came to


@dataclass(frozen=True, slots=True)
class Said:
    """A problem, in words for a clerk."""

    word: str
    title: str
    sentence: str
    todo: str
    desk: str | None = None


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
    problems = tuple(said_of(ledger, word, desk) for word, desk in last.get("problems", ()))
    return Status(
        pin is not None, is_admitted(ledger), kept.get("folder", ""), own_fingerprint(ledger),
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


def said_of(ledger: Ledger, word: str, desk: str | None) -> Said:
    title, sentence, todo = words_exchange.PROBLEMS[word]
    name = ledger.desk_names.get(desk, desk) if desk else ""
    return Said(word, title.format(desk=name), sentence.format(desk=name), todo.format(desk=name), desk)


def waiting(ledger: Ledger) -> int:
    """Own records that no other desk has signed to have."""
    signed = ledger.exchange.signed()
    return sum(max(0, ledger.exchange.head(epoch) - seq) for epoch, (seq, _) in signed.items())


def problems_of(ledger: Ledger, done: Round) -> list[tuple[str, str | None]]:
    """What is wrong, each once. Who waits for the office has nothing to do about others that wait too."""
    waits = not is_admitted(ledger)
    found = [(item.word, item.desk) for item in done.problems if not (waits and item.word == "stranger")]
    return list(dict.fromkeys(found + _by_themselves(ledger)))


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
