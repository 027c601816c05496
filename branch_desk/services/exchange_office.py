"""What the ward office does for all desks: the share itself, its members, its catalogue, its keys."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import printing
from branch_desk.domain import era
from branch_desk.domain.catalogue import format_csv
from branch_desk.domain.rights import Role
from branch_desk.domain.staff import Staff
from branch_desk.services import catalogues, files, guide, people
from branch_desk.services.exchange_local import LedgerLocal, members_of, pin_of
from branch_desk.services.exchange_share import (
    CHANGED,
    away_refusal,
    facts_of,
    fits,
    joined,
    on_own_share,
    on_share,
    open_local,
    own_key,
    public,
    remember,
)
from branch_desk.services.results import Changed, Refusal, refuse
from branch_desk.store import faults
from branch_desk.store.ledger import Ledger, paper_key, read_paper_group, read_paper_key
from sync import cycle, names, root
from sync.cycle import Problem
from sync.envelope import Broken
from sync.root import Admitted, Members, OfficeKey, Pin
from sync.worker import Away, Share

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey


ASKED = 2       # groups of the root code that are typed back: whoever has not looked at the paper cannot guess which


@dataclass(frozen=True, slots=True)
class ShareMade:
    """A new share. The root code is shown and printed this once, and kept on paper alone."""

    fingerprint: str
    root_code: str
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


def init_share(ledger: Ledger, who: Staff, folder: str, *, share: Share | None = None) -> ShareMade | Refusal:
    """Makes the root of a share: the marker, the office's key, and the office's own desk as its first member."""
    refused = _office(ledger, who) or fits(folder)
    if refused is None and pin_of(ledger) is not None:      # two roots of one office: its desks know only the first
        refused = refuse("share_have")
    if refused:
        return refused
    with on_share(folder, share) as there:
        return _init(ledger, folder, there)


# What a system leaves in any folder, and an attempt of ours that was cut.
_MAY_STAND_THERE = frozenset({"Thumbs.db", "desktop.ini", ".DS_Store", "System Volume Information", "$RECYCLE.BIN", "lost+found",
                              "d", "office"})


def _init(ledger: Ledger, folder: str, share: Share) -> ShareMade | Refusal:
    try:
        if share.read(names.ROOT) is not None:
            return refuse("share_exists")
        if set(share.names(())) - _MAY_STAND_THERE:     # what lies there is somebody's, and may be open to others than desks
            return refuse("share_not_empty")
        if share.replaces(ledger.desk.code, ledger.epoch):
            return refuse("share_replaces")
        code, office_key, own = paper_key(), ledger.signing.make("office"), own_key(ledger)
        root_key, identity = root_key_of(code), secrets.token_hex(16)
        marker = root.seal_marker(identity, root_key, public(office_key), practice=ledger.desk.practice)
        pin = root.open_marker(marker).pin
        members = Members(1, (Admitted(ledger.desk.code, public(own), True, facts_of(ledger.desk)),))
        me = (ledger.desk.code, ledger.epoch)
        data = root.seal_members(pin, office_key, members)
        whole = share.publish(names.office("members", 1), data, *me).there
        if not whole or not share.publish(names.ROOT, marker, *me).there:       # last: with it the share is one
            return refuse("share_exists")       # of an attempt that was cut, or of another office this very minute
    except Away as away:
        return away_refusal(away)
    remember(ledger, pin, folder, marker)
    LedgerLocal(ledger).take_office("members", 1, members, data)
    return ShareMade(root.fingerprint(pin.root_key), code)


@on_own_share
def requests(ledger: Ledger, *, share: Share | None = None) -> tuple[Waiting, ...] | Refusal:
    """Who asked to be admitted and is not a member yet."""
    pin, share = joined(ledger, share)
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
        return away_refusal(away)
    return tuple(found)


@on_own_share
def approve(ledger: Ledger, who: Staff, desk: str, fingerprint: str, *, share: Share | None = None) -> Admission | Refusal:
    """Admits a desk whose fingerprint was read over the telephone. A desk that stands there already with another key
    was replaced: its old key still vouches for what it signed. One that was let go may come back with its own."""
    refused = _office(ledger, who)
    if refused:
        return refused
    pin, share = joined(ledger, share)
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


@on_own_share
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


@on_own_share
def publish(ledger: Ledger, who: Staff, *, share: Share | None = None) -> Admission | Refusal:
    """The office's catalogue and guidance, for every desk."""
    refused = _office(ledger, who)
    if refused:
        return refused
    catalogue = catalogues.of(ledger)
    line = {"types": format_csv(catalogue), "enclosures": [[item.code, item.name] for item in catalogue.enclosures],
            "guidance": ledger.setting(guide.SETTING, None)}
    return _say(ledger, "catalogue", [line], ledger.desk.code, share)


@on_own_share
def appoint_office_key(ledger: Ledger, who: Staff, root_code: str, *, share: Share | None = None) -> Admission | Refusal:
    """A new office key, by the root code that lies on paper. What the old key says from now on is not believed."""
    refused = _office(ledger, who)
    if refused:
        return refused
    pin, share = joined(ledger, share)
    try:
        root_key = root_key_of(root_code)
    except faults.WrongRecoveryKey as wrong:
        return refuse("root_mistyped", detail=wrong.detail)
    if public(root_key) != pin.root_key:
        return refuse("root_code")
    local = open_local(ledger)
    if isinstance(local, Problem):
        return refuse("signing_key")
    # On a PC that took the place of another the office's own words have to be heard first: the new key says up to which of
    # them the old one counts.
    try:
        if cycle.hear_office(share, local).state != "ok":
            return refuse("share_spoiled")
    except Away as away:
        return away_refusal(away)
    generation = ledger.exchange.generation("office") + 1
    after = {word: ledger.exchange.generation(word) for word in ("members", "catalogue")}
    new = ledger.signing.make("office")
    told = root.seal_office_key(pin, root_key, generation, public(new), after)
    try:
        done = share.publish(names.office("office", generation), told, ledger.desk.code, ledger.epoch)
    except Away as away:
        return away_refusal(away)
    if not done.there:
        return refuse("share_spoiled")
    LedgerLocal(ledger).take_office("office", generation, OfficeKey(generation, public(new), after), told)
    return Admission(ledger.desk.code, generation)


def root_form(ledger: Ledger, who: Staff, root_code: str, pdf: Path) -> Path | Refusal:
    """The root code on a form to print, sign and lock away, for as long as it takes to print it: whoever asks takes the file
    away afterwards (files.shred). Raises OSError where it cannot be written."""
    refused = _office(ledger, who)
    if refused:
        return refused
    desk = ledger.desk
    form = printing.RecoveryForm(root_code, f"{desk.code} {desk.name}", era.wareki_minute(ledger.now()), desk.branch, who.surname,
                                 desk.practice, root=True)
    pdf.parent.mkdir(mode=0o700, exist_ok=True)
    files.write(pdf, printing.draw(form, "A4").pdf)
    return pdf


def root_groups(root_code: str) -> tuple[int, ...]:
    """Which groups of it are to be typed back from the paper."""
    groups = range(1, len(root_code.split("-")) + 1)
    return tuple(sorted(secrets.SystemRandom().sample(groups, ASKED)))


def check_root(root_code: str, typed: Mapping[int, str]) -> Refusal | None:
    """Whether these groups of it were typed back as they are; else the first that is not."""
    groups = root_code.split("-")
    for place, text in sorted(typed.items()):
        try:
            agrees = read_paper_group(text, place) == groups[place - 1]
        except faults.WrongRecoveryKey as wrong:
            return refuse("root_mistyped", detail=wrong.detail)
        if not agrees:
            return refuse("root_group", group=place)
    return None


def _office(ledger: Ledger, who: Staff) -> Refusal | None:
    if ledger.desk.role is not Role.OFFICE:
        return refuse("not_office")
    allowed = people.responsible(who)
    return allowed if isinstance(allowed, Refusal) else None


def _say_members(ledger: Ledger, admitted: tuple[Admitted, ...], desk: str, share: Share | None) -> Admission | Refusal:
    lines = [{"desk": item.desk, "key": item.key.hex(), "active": item.active, "facts": dict(item.facts)} for item in admitted]
    return _say(ledger, "members", lines, desk, share)


def _say(ledger: Ledger, word: str, lines: list[dict[str, Any]], desk: str, share: Share | None) -> Admission | Refusal:
    """The next generation of what the office says. A place that somebody else took is passed over, as every reader does;
    what stands there by the office's own key was said by another of its desks, and must be heard first."""
    pin, share = joined(ledger, share)
    key = ledger.signing.get("office")
    if key is None:
        return refuse("not_office")
    keys = [OfficeKey(0, public(key), {})]
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
            return away_refusal(away)
        except Broken:
            continue
        break
    return refuse("share_spoiled")


def root_key_of(code: str) -> Ed25519PrivateKey:
    """The root key that a root code stands for. Raises WrongRecoveryKey naming the group that is mistyped."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.from_private_bytes(hashlib.sha256(b"root key\0" + read_paper_key(code).encode()).digest())
