"""One round with the share, row by row of the fault table: what goes wrong, and what must come of it."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sync import ack, batch, envelope, names, root
from sync.cycle import exchange
from sync.folder import OsFolder
from sync.worker import Away
from tests.sync.memory_desk import InProcess, MemoryDesk, Office, exchange_all, public
from tests.sync.memory_folder import MemoryFolder, Server


def words(round_) -> set[str]:
    return {problem.word for problem in round_.problems}


def agree(*desks) -> bool:
    return all(desk.everything() == desks[0].everything() for desk in desks)


def place(share) -> Path:
    return Path(share.folder.root)


def files(share, ending: str) -> list[Path]:
    return sorted(place(share).rglob(f"*.{ending}"))


def test_what_one_desk_writes_every_desk_knows(share, desks):
    a, _b, _c = desks
    keys = [desk.write("x") for desk in desks for _ in range(5)]
    exchange_all(share, *desks)
    assert agree(*desks) and set(a.everything()) == set(keys)


def test_a_round_with_nothing_new_writes_nothing(share, desks):
    desks[0].write("x")
    exchange_all(share, *desks, rounds=4)
    before = sorted(place(share).rglob("*"))
    assert [exchange(share, desk).published for desk in desks] == [0, 0, 0]
    assert sorted(place(share).rglob("*")) == before


def test_delivered_is_only_what_a_peer_signed_that_it_has(share, desks):
    a, b, _ = desks
    *stream, seq = a.write("x")
    exchange(share, a)
    assert a.heard_words == {}
    exchange(share, b, look_everywhere=True)
    b.write("y")
    exchange(share, b)
    exchange(share, a, look_everywhere=True)
    assert a.heard_words[b.me].known[tuple(stream)].seq == seq
    assert a.heard_words[b.me].known[tuple(stream)].digest == a.positions[a.me].digest


def test_a_share_without_its_marker_is_no_share_and_stays_untouched(share, desks):
    exchange_all(share, *desks)
    (place(share) / names.ROOT[0]).unlink()
    desks[0].write("x")
    before = sorted(place(share).rglob("*"))
    assert exchange(share, desks[0]).state == "offline"
    assert sorted(place(share).rglob("*")) == before


def test_an_empty_folder_in_place_of_the_share_takes_nothing_and_gives_nothing(tmp_path, share, desks):
    exchange_all(share, *desks)
    (tmp_path / "empty").mkdir()
    empty = InProcess(OsFolder(str(tmp_path / "empty")))
    known = desks[0].everything()
    assert exchange(empty, desks[0], look_everywhere=True).state == "offline"
    assert list((tmp_path / "empty").iterdir()) == [] and desks[0].everything() == known


def test_another_office_s_share_is_refused(tmp_path, desks):
    (tmp_path / "other").mkdir()
    other = InProcess(OsFolder(str(tmp_path / "other")))
    Office(other)
    round_ = exchange(other, desks[0])
    assert (round_.state, words(round_)) == ("refused", {"another_root"})


def test_a_practice_share_is_refused_by_a_real_desk_and_says_so(tmp_path, desks):
    (tmp_path / "practice").mkdir()
    practice = InProcess(OsFolder(str(tmp_path / "practice")))
    Office(practice, practice=True)
    assert words(exchange(practice, desks[0])) == {"practice"}


def test_a_desk_that_nobody_admitted_is_read_by_nobody(share, office, desks):
    stranger = MemoryDesk(office.pin, "333")
    stranger.write("x")
    exchange(share, stranger)
    round_ = exchange(share, desks[0], look_everywhere=True)
    assert words(round_) == {"stranger"} and stranger.me not in desks[0].records


def test_a_desk_that_is_admitted_later_brings_what_it_wrote_before(share, office, desks):
    late = MemoryDesk(office.pin, "333")
    key = late.write("x")
    exchange(share, late)
    exchange_all(share, *desks)
    office.admit(late)
    exchange_all(share, *desks, late)
    assert all(key in desk.everything() for desk in desks) and agree(*desks, late)


def test_a_retired_desk_s_records_stay_believed(share, office, desks):
    a, b, c = desks
    key = a.write("x")
    exchange(share, a)
    office.admit(a, active=False)
    exchange_all(share, b, c)
    assert key in b.everything() and b.known_members.active() == ("102", "201", "900")


def spoil(path: Path, at: int = -10) -> bytes:
    data = path.read_bytes()
    path.write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1:])
    return data


def test_a_spoiled_batch_stops_its_own_stream_and_no_other_and_is_left_where_it_is(share, desks):
    a, b, c = desks
    first, second = a.write("x"), b.write("y")
    exchange_all(share, a, b)
    path = place(share).joinpath(*names.batch(*a.me, 1))
    whole = spoil(path)
    round_ = exchange(share, c, look_everywhere=True)
    assert (round_.state, words(round_)) == ("stalled", {"broken"})
    assert c.aside == {a.me: (1, "signature")} and second in c.everything() and first not in c.everything()
    path.write_bytes(whole)
    assert exchange(share, c).state == "ok" and first in c.everything() and c.aside == {}


def test_half_a_file_is_not_half_a_batch(share, desks):
    a, _, c = desks
    a.write("x")
    exchange(share, a)
    path = place(share).joinpath(*names.batch(*a.me, 1))
    whole = path.read_bytes()
    path.write_bytes(whole[:len(whole) // 2])
    exchange(share, c, look_everywhere=True)
    assert a.me not in c.records
    path.write_bytes(whole)
    exchange(share, c, look_everywhere=True)
    assert len(c.records[a.me]) == 1


@pytest.mark.parametrize("target", [
    lambda a, b: names.batch(*a.me, 4), lambda a, b: names.batch(b.me[0], "0" * 16, 1),
    lambda a, b: names.batch(a.me[0], "0" * 16, 1), lambda a, b: names.batch(*b.me, 1)])
def test_a_valid_file_at_another_place_is_refused(share, desks, target):
    a, b, c = desks
    for _ in range(3):
        a.write("x")
    exchange(share, a)
    source, other = place(share).joinpath(*names.batch(*a.me, 1)), place(share).joinpath(*target(a, b))
    other.parent.mkdir(parents=True, exist_ok=True)
    other.write_bytes(source.read_bytes())
    exchange(share, c, look_everywhere=True)
    assert set(c.everything()) == set(a.everything())
    assert [why for _, why in c.aside.values()] in (["place"], ["key"])


def test_a_file_that_somebody_deleted_is_written_again_by_its_owner(share, desks):
    a, _, c = desks
    for _ in range(9):
        a.write("x")
    exchange(share, a)
    gone = place(share).joinpath(*names.batch(*a.me, 4))
    whole = gone.read_bytes()
    gone.unlink()
    exchange(share, c, look_everywhere=True)
    assert len(c.records[a.me]) == 3
    exchange(share, a, look_everywhere=True)
    assert gone.read_bytes() == whole
    exchange(share, c)
    assert len(c.records[a.me]) == 9


def test_a_newer_format_stops_that_stream_and_asks_for_an_update(share, desks):
    a, b, c = desks
    a.write("x")
    other = b.write("y")
    exchange_all(share, a, b)
    path = place(share).joinpath(*names.batch(*a.me, 1))
    path.write_bytes(path.read_bytes().replace(b"write-once 1 1\n", b"write-once 2 2\n", 1))
    round_ = exchange(share, c, look_everywhere=True)
    assert words(round_) == {"update"} and other in c.everything() and a.me not in c.positions


def test_a_desk_restored_from_a_backup_comes_home_and_uses_no_number_twice(share, desks):
    a, b, c = desks
    a.write("before")
    exchange_all(share, *desks)
    backup = a.backup()
    lost = [a.write("after the backup") for _ in range(4)]
    exchange_all(share, a, b, c)
    old_epoch = backup.me
    round_ = exchange(share, backup, look_everywhere=True)
    assert words(round_) == {"rewound"} and backup.me != old_epoch
    assert set(lost) <= set(backup.everything())
    new = backup.write("after the restore")
    exchange_all(share, backup, b, c)
    assert agree(backup, b, c) and new in b.everything()
    assert b.records[backup.me]


def test_a_clone_that_writes_on_is_stopped_by_the_name_that_is_taken(share, desks):
    a, b, _ = desks
    clone = a.backup()
    a.write("the one")
    clone.write("the other")
    assert exchange(share, a).state == "ok"
    round_ = exchange(share, clone)
    assert (round_.state, words(round_)) == ("stalled", {"fork"})
    exchange(share, b, look_everywhere=True)
    assert [record["what"] for record in b.records[a.me].values()] == ["the one"]


def test_strange_names_are_ignored_and_counted(share, desks):
    a, b, _ = desks
    a.write("x")
    exchange(share, a)
    for name in ("desktop.ini", "Thumbs.db", "~lock", "AHY9U3~9"):
        (place(share) / "d" / name).write_bytes(b"x")
    folder = place(share).joinpath(*names.batch(*a.me, 1)).parent
    (folder / "b-000000000001 (1).evt").write_bytes(b"x")
    round_ = exchange(share, b, look_everywhere=True)
    assert (round_.state, round_.strange) == ("ok", 4) and len(b.records[a.me]) == 1


def test_only_the_newest_three_words_of_a_desk_stay_on_the_share(share, desks):
    a = desks[0]
    for _ in range(6):
        a.write("x")
        exchange(share, a)
    assert [path.name for path in files(share, "ack")] == [f"k-{n:012d}.ack" for n in (4, 5, 6)]


def test_a_peer_that_was_away_for_long_hears_the_newest_word_when_it_looks_everywhere(share, desks):
    a, b, _ = desks
    exchange(share, b, look_everywhere=True)
    for _ in range(6):
        a.write("x")
        exchange(share, a)
    exchange(share, b, look_everywhere=True)
    assert b.heard_words[a.me].generation == 6


def test_a_round_stops_where_closing_asks_and_the_next_goes_on(share, desks):
    a, _, c = desks
    for _ in range(30):
        a.write("x")
    exchange(share, a)
    left = iter([True] * 6)
    exchange(share, c, look_everywhere=True, goes_on=lambda: next(left, False))
    assert 0 < len(c.records[a.me]) < 30
    exchange(share, c)
    assert len(c.records[a.me]) == 30


def test_a_new_office_key_is_followed(share, office, desks):
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    exchange_all(share, *desks)
    new = Ed25519PrivateKey.generate()
    told = root.seal_office_key(office.pin, office.root_key, 1, public(new), {"members": office.members.generation})
    share.publish(names.office("office", 1), told, "900", "0" * 16)
    office.key = new
    late = MemoryDesk(office.pin, "333")
    office.admit(late)
    exchange_all(share, *desks, late)
    assert all("333" in desk.known_members.active() for desk in desks)


def test_what_a_stolen_old_office_key_says_afterwards_is_not_believed(share, office, desks):
    old, thief = office.key, MemoryDesk(office.pin, "666")
    test_a_new_office_key_is_followed(share, office, desks)
    office.key = old
    office.admit(thief)
    rounds = exchange_all(share, *desks)
    assert {"office"} <= words(rounds[0]) and "666" not in desks[0].known_members.active()


def test_a_full_share_keeps_everything_here_and_is_told_calmly(desks, share):
    class Full(InProcess):
        def publish(self, *arguments):
            raise Away("full")

    desks[0].write("x")
    round_ = exchange(Full(share.folder), desks[0])
    assert (round_.state, words(round_)) == ("stalled", {"full"})
    assert exchange(share, desks[0]).published == 1


def test_a_stick_is_the_same_tree(tmp_path, share, desks):
    """Written and read by the same round: nothing else knows that it is a stick."""
    a, b, _ = desks
    exchange_all(share, a, b)
    key = a.write("carried by hand")
    (tmp_path / "stick").mkdir()
    stick = InProcess(OsFolder(str(tmp_path / "stick")))
    for path in (names.ROOT, names.office("members", 1)):
        stick.publish(path, share.read(path), *a.me)
    a.confirmed.clear()
    exchange(stick, a)
    exchange(stick, b, look_everywhere=True)
    assert key in b.everything()


def cut_sweep_share(cut: int, after: bool):
    class Cut(MemoryFolder):
        def _do(self, do, half=None):
            self.operations += 1
            if self.operations != cut:
                return do()
            if after:
                (half or do)()
            raise OSError(104, "cut")

    return Cut


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_a_round_may_be_cut_at_every_operation(after):
    """Publish, poll and acknowledge: 0 partial imports, 0 lost, 0 twice, whatever was cut."""
    cuts = 0
    for cut in range(1, 400):
        server = Server()
        share = InProcess(MemoryFolder(server))
        office = Office(share)
        a, b = (MemoryDesk(office.pin, code) for code in ("101", "102"))
        office.admit(a, b)
        keys = {desk.write("x") for desk in (a, b) for _ in range(7)}
        exchange(share, b)
        folder = cut_sweep_share(cut, after)(server)
        exchange(InProcess(folder), a, look_everywhere=True)
        for desk in (a, b, a, b):
            assert exchange(share, desk, look_everywhere=True).state == "ok"
        assert agree(a, b) and set(a.everything()) == keys
        if folder.operations < cut:
            break
        cuts += 1
    print(f"{cuts} cut points {'after' if after else 'before'} the operation")
    assert 20 < cuts < 399


@settings(max_examples=60, deadline=None)
@given(st.randoms(use_true_random=False), st.integers(2, 4))
def test_any_order_of_rounds_comes_to_one_state(luck: random.Random, count: int):
    server = Server()
    share = InProcess(MemoryFolder(server))
    office = Office(share)
    desks = [MemoryDesk(office.pin, f"{101 + number}") for number in range(count)]
    office.admit(*desks)
    written = set()
    for _ in range(luck.randrange(5, 30)):
        desk = luck.choice(desks)
        if luck.random() < 0.6:
            written.add(desk.write("x"))
        else:
            exchange(share, desk, look_everywhere=luck.random() < 0.3)
    exchange_all(share, *desks, rounds=3)
    assert agree(*desks) and set(desks[0].everything()) == written


def test_nothing_on_the_share_is_ever_replaced(share, desks):
    seen: dict[str, bytes] = {}
    for _ in range(5):
        for desk in desks:
            desk.write("x")
            exchange(share, desk, look_everywhere=True)
        for path in place(share).rglob("*"):
            if path.is_file():
                assert seen.setdefault(str(path), path.read_bytes()) == path.read_bytes()


def test_a_word_of_another_root_or_desk_is_no_word(share, office, desks):
    a, b, _ = desks
    a.write("x")
    b.write("x")
    exchange_all(share, a, b)
    forged = ack.seal(office.pin.root, b.key, ack.Ack(a.me, 50, {}))
    place(share).joinpath(*names.ack(*a.me, 50)).write_bytes(forged)
    exchange(share, b, look_everywhere=True)
    assert b.generations()[a.me] < 50
    assert envelope.read(forged).kind == ack.KIND and batch.KIND != ack.KIND


def test_a_word_whose_answer_was_lost_is_followed_by_the_next_one(share, desks):
    """It stands on the share and its writer does not know; then it has something else to say."""
    a, b, _ = desks
    a.write("x")
    exchange(share, a)
    before = a.backup()
    b.write("y")
    exchange(share, b)
    exchange(share, a)
    a.said_generation, a.last_said = before.said_generation, before.last_said
    b.write("z")
    exchange(share, b)
    round_ = exchange(share, a)
    assert (round_.state, round_.problems) == ("ok", [])
    exchange(share, b, look_everywhere=True)
    assert b.heard_words[a.me].known[b.me].seq == 2


def test_a_peer_that_says_more_than_three_words_between_two_rounds_is_heard_at_once(share, desks):
    a, b, _ = desks
    exchange_all(share, a, b)
    for _ in range(6):
        a.write("x")
        exchange(share, a)
    exchange(share, b)
    assert b.heard_words[a.me].known[a.me].seq == 6


def test_all_of_a_restored_desk_comes_home_at_once_or_not_at_all(share, desks):
    """However much it is, and however often the round is cut: never a part, and never in the old epoch."""
    a, b, _ = desks
    exchange_all(share, a, b)
    backup = a.backup()
    lost = {a.write("after the backup") for _ in range(12)}
    exchange(share, a)
    left = iter([True] * 3)
    exchange(share, backup, look_everywhere=True, goes_on=lambda: next(left, False))
    assert not lost & backup.everything().keys() and backup.me == a.me
    exchange(share, backup, look_everywhere=True)
    assert lost <= backup.everything().keys() and backup.me != a.me


def test_a_ledger_that_was_just_opened_looks_everywhere_before_it_seals(share, desks):
    a, b, _ = desks
    exchange_all(share, a, b)
    backup = a.backup()
    a.new_epoch()
    key = a.write("in an epoch that the backup does not know")
    exchange(share, a)
    exchange(share, backup)
    assert key in backup.everything()


def test_one_that_others_know_further_than_itself_goes_on_in_a_new_epoch(share, desks):
    """Its files were deleted, so that the share does not tell: the words of the others do."""
    a, b, _ = desks
    exchange_all(share, a, b)
    backup = a.backup()
    a.write("x")
    exchange_all(share, a, b)
    place(share).joinpath(*names.batch(*a.me, 1)).unlink()
    backup.write("another under the same number")
    round_ = exchange(share, backup, look_everywhere=True)
    assert words(round_) == {"rewound", "behind"} and backup.me != a.me
    assert share.read(names.batch(*a.me, 1)) is None, "its old epoch is not sealed over what others have"
    exchange(share, b, look_everywhere=True)
    exchange(share, backup, look_everywhere=True)
    assert b.records[a.me][1]["what"] == "x"


def test_a_twin_that_goes_on_writing_stops_both_from_giving_numbers(share, desks):
    a, b, _ = desks
    exchange_all(share, a, b)
    twin = a.backup()
    exchange(share, twin, look_everywhere=True)
    a.write("the one")
    exchange(share, a)
    assert words(exchange(share, twin)) == {"clone"} and twin.stopped
    twin.write("the other")
    exchange(share, twin)
    assert words(exchange(share, a, look_everywhere=True)) == {"clone"} and a.stopped
    exchange_all(share, a, twin, b)
    assert agree(a, twin, b), "and what both wrote is everywhere"


def test_another_record_under_a_number_leaves_the_rest_of_the_desk_working(share, desks):
    a, b, _ = desks
    twin = a.backup()
    a.write("the one")
    twin.write("the other")
    exchange(share, a)
    assert words(exchange(share, twin)) == {"fork"} and twin.stopped
    key = twin.write("in the new epoch")
    exchange(share, twin)
    exchange(share, b, look_everywhere=True)
    assert key in b.everything()


def test_a_false_office_word_is_passed_over(share, office, desks):
    exchange_all(share, *desks)
    place(share).joinpath(*names.office("members", office.members.generation + 1)).write_bytes(b"junk")
    office.members = root.Members(office.members.generation + 1, office.members.admitted)     # whose place was taken
    late = MemoryDesk(office.pin, "333")
    office.admit(late)
    rounds = exchange_all(share, *desks, rounds=1)
    assert words(rounds[0]) == {"office"} and "333" in desks[0].known_members.active()
    assert words(exchange(share, desks[0])) == set()


def test_a_folder_in_the_place_of_a_batch_holds_up_its_own_stream_alone(tmp_path, desks, share):
    a, b, c = desks
    key = b.write("y")
    exchange(share, b)
    place(share).joinpath(*names.batch(*a.me, 1)).mkdir(parents=True)
    place(share).joinpath(*names.batch(*b.me, 1))
    c.positions[a.me] = batch.Position()
    round_ = exchange(share, c, look_everywhere=True)
    assert words(round_) == {"unread"} and key in c.everything()


def test_closing_ends_a_round_that_publishes(share, desks):
    a = desks[0]
    for _ in range(30):
        a.write("x")
    left = iter([True] * 12)
    exchange(share, a, look_everywhere=True, goes_on=lambda: next(left, False))
    assert 0 < len(a.confirmed) < 10
    exchange(share, a)
    assert len(a.confirmed) == 10
