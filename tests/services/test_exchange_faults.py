"""What can go wrong between ledgers and is told, passed over or put right: one test for each."""

from __future__ import annotations

from datetime import timedelta

import pytest

from branch_desk.domain.events import as_record
from branch_desk.services import carrier, exchange, exchange_local, incoming, slips
from branch_desk.services.exchange_rounds import Rounds
from branch_desk.store.faults import MovedMachine
from branch_desk.store.ledger import Ledger, new_epoch
from sync import batch, names, theirs
from sync.batch import Position
from sync.worker import Away, Worker
from tests.services.test_exchange import issue, stick_of
from tests.services.ward import DESKS, Ward


@pytest.fixture
def ward(tmp_path):
    made = Ward(tmp_path)
    yield made
    made.close()


def words(done) -> set[str]:
    return {item.word for item in done.problems}


def test_a_desk_that_was_let_go_comes_back_with_its_own_key(ward):
    office, desk = ward["900"], ward["201"]
    ward.granted(exchange.retire(office.ledger, office.who, "201", share=ward.share))
    assert exchange.requests(office.ledger, share=ward.share) == (), "it does not stand there as if it had asked"
    ward.admit("201")
    number = issue(desk)
    ward.talk()
    assert ward["101"].ledger.slip(number) is not None
    assert next(row for row in exchange.status(ward["101"].ledger).desks if row.code == "201").active


def test_a_stream_does_not_rest_for_ten_years_because_the_clock_was_wrong(ward):
    issue(ward["101"])
    ward["101"].sync()
    path = ward.folder.joinpath(*names.batch("101", ward["101"].ledger.epoch, 1))
    whole = path.read_bytes()
    path.write_bytes(whole[:-1])
    reader = ward["102"].ledger
    right = reader._now
    reader._now = lambda: right() + timedelta(days=3652)
    for _ in range(4):
        ward["102"].sync()
    reader._now = right
    path.write_bytes(whole)
    assert ward["102"].sync().state == "ok"


def test_a_spoiled_batch_is_kept_in_part_only(ward):
    issue(ward["101"])
    ward["101"].sync()
    ward.folder.joinpath(*names.batch("101", ward["101"].ledger.epoch, 1)).write_bytes(b"x" * 300_000)
    ward["102"].sync()
    assert ward["102"].ledger.db.execute("select length(data) from aside").fetchone()[0] == 64 << 10


def test_a_stick_brings_more_than_one_round_takes(ward, tmp_path, monkeypatch):
    monkeypatch.setattr(theirs, "MOST_BATCHES", 2)
    monkeypatch.setattr(exchange_local, "AT_ONCE", 1)
    numbers = [issue(ward["101"]) for _ in range(7)]
    stick = stick_of(tmp_path)
    ward.granted(carrier.export(ward["101"].ledger, ward["101"].who, "stick", share=stick))
    done = ward.granted(carrier.take_in(ward["201"].ledger, ward["201"].who, "stick", share=stick))
    assert done.imported == 7 and all(ward["201"].ledger.slip(number) for number in numbers)


def test_more_than_one_stay_seals_all_that_waits(ward, monkeypatch):
    monkeypatch.setattr(exchange_local, "AT_ONCE", 1)
    monkeypatch.setattr(exchange_local, "SEALED_AT_ONCE", 2)
    for _ in range(7):
        issue(ward["101"])
    assert ward["101"].sync().published == 7 and exchange.status(ward["101"].ledger).unsent == 0


def forged(desk, **more) -> bytes:
    """A batch that this desk's key signs and its ledger never wrote."""
    number = issue(desk)
    event = next(event for event in desk.ledger.events(number) if event.type == "issued")
    record = {**as_record(event), **more}
    return batch.seal(exchange_local.pin_of(desk.ledger).root, (event.desk, event.epoch),
                      desk.ledger.signing.get("desk"), [record], Position(), record["lamport"])


def test_an_order_of_records_that_leaps_ahead_is_not_followed(ward):
    """The highest that a database takes would leave no room for the next record of anybody."""
    data = forged(ward["101"], lamport=(1 << 53) - 1)
    ward.share.publish(names.batch("101", ward["101"].ledger.epoch, 1), data, "101", ward["101"].ledger.epoch)
    assert words(ward["102"].sync()) == {"broken"}
    assert ward["102"].ledger.exchange.stopped()[0].why == "lamport"
    issue(ward["102"])


def test_a_record_that_the_fold_cannot_read_stops_one_stream_and_no_round(ward, monkeypatch):
    from branch_desk.store import projection

    number, other = issue(ward["101"]), issue(ward["201"])
    ward["101"].sync()
    ward["201"].sync()
    real = projection.folded
    monkeypatch.setattr(projection, "folded", lambda of, *rest: {}["x"] if of == number else real(of, *rest))
    assert words(ward["102"].sync()) == {"broken"}
    assert ward["102"].ledger.slip(other) is not None and ward["102"].ledger.exchange.stopped()[0].why == "record"
    monkeypatch.undo()
    assert ward["102"].sync().state == "ok" and ward["102"].ledger.slip(number) is not None


def test_small_batches_that_follow_each_other_are_kept_together(ward, monkeypatch):
    monkeypatch.setattr(exchange_local, "AT_ONCE", 1)
    numbers = [issue(ward["101"]) for _ in range(7)]
    ward["101"].sync()
    runs, real = [], exchange_local.LedgerLocal.take
    monkeypatch.setattr(exchange_local.LedgerLocal, "take", lambda local, run: runs.append(len(run)) or real(local, run))
    assert ward["102"].sync().imported == 7 and runs == [7]
    assert all(ward["102"].ledger.slip(number) for number in numbers)


def test_of_batches_that_are_kept_together_one_that_is_wrong_stops_none_before_it(ward, monkeypatch):
    """Each is kept wholly or not at all, and its stream stands still just there; others go on."""
    from branch_desk.store import projection

    monkeypatch.setattr(exchange_local, "AT_ONCE", 1)
    numbers, other = [issue(ward["101"]) for _ in range(5)], issue(ward["201"])
    ward["101"].sync()
    ward["201"].sync()
    real = projection.folded
    monkeypatch.setattr(projection, "folded", lambda of, *rest: {}["x"] if of == numbers[2] else real(of, *rest))
    reader = ward["102"]
    done = reader.sync()
    assert words(done) == {"broken"} and done.imported == 3
    assert [reader.ledger.slip(number) is not None for number in numbers] == [True, True, False, False, False]
    assert [bool(reader.ledger.events(number)) for number in numbers] == [True, True, False, False, False]
    assert reader.ledger.slip(other) is not None
    assert [(item.stream[0], item.first, item.why) for item in reader.ledger.exchange.stopped()] == [("101", 3, "record")]
    monkeypatch.setattr(projection, "folded", real)
    assert reader.sync().state == "ok" and all(reader.ledger.slip(number) for number in numbers)
    assert reader.ledger.verify().sound


def test_a_share_whose_making_was_cut_is_not_made_half(tmp_path):
    (tmp_path / "other").mkdir()
    folder = tmp_path / "other" / "share"
    made = Ward.__new__(Ward)
    made.begin(tmp_path / "other")
    folder.mkdir()
    (folder / "office").mkdir()
    folder.joinpath(*names.office("members", 1)).write_bytes(b"of the first attempt")
    office = made.open(DESKS["900"])
    assert exchange.init_share(office.ledger, office.who, str(folder), share=made.share).rule == "share_exists"
    assert made.share.read(names.ROOT) is None


def test_an_office_makes_one_share(ward, tmp_path):
    (tmp_path / "second").mkdir()
    office = ward["900"]
    assert exchange.init_share(office.ledger, office.who, str(tmp_path / "second"), share=ward.share).rule == "share_have"
    assert list((tmp_path / "second").iterdir()) == []


def test_a_share_is_not_made_among_the_files_of_others(tmp_path):
    other = tmp_path / "other"
    (other / "share").mkdir(parents=True)
    made = Ward.__new__(Ward)
    made.begin(other)
    (other / "share" / "desktop.ini").touch()
    office, file = made.open(DESKS["900"]), other / "share" / "会議.docx"
    file.touch()
    answer = exchange.init_share(office.ledger, office.who, str(other / "share"), share=made.share)
    assert answer.rule == "share_not_empty" and sorted(path.name for path in (other / "share").iterdir()) == ["desktop.ini", "会議.docx"]
    file.unlink()
    assert exchange.init_share(office.ledger, office.who, str(other / "share"), share=made.share).root_code


def test_the_office_passes_over_a_place_that_somebody_took(ward):
    office = ward["900"]
    place = names.office("catalogue", office.ledger.exchange.generation("catalogue") + 1)
    ward.share.publish(place, b"junk", "900", office.ledger.epoch)
    told = ward.granted(exchange.publish(office.ledger, office.who, share=ward.share))
    assert told.generation == 2
    assert words(ward["101"].sync()) == {"office"} and ward["101"].ledger.exchange.generation("catalogue") == 2
    assert ward["101"].sync().problems == ()


def test_what_the_office_says_is_not_published_where_no_desk_could_read_it(ward):
    office = ward["900"]
    with office.ledger.transaction() as tx:
        tx.set_setting("guidance", {"advice": "あ" * 70_000})
    assert exchange.publish(office.ledger, office.who, share=ward.share).rule == "office_word"
    assert ward.share.read(names.office("catalogue", 1)) is None


def test_rounds_that_were_ended_before_the_first_one_start_no_process(ward):
    rounds = Rounds()
    rounds.end()
    desk = ward["101"]
    done = rounds.run(lambda do: do(desk.ledger), True)
    assert done.state == "offline" and rounds._share._process is None


def test_a_worker_that_was_ended_stays_so(tmp_path):
    worker = Worker(str(tmp_path))
    assert worker.read(names.ROOT) is None
    worker.end()
    with pytest.raises(Away):
        worker.read(names.ROOT)
    assert worker._process is None


def test_a_ledger_on_another_machine_writes_in_an_epoch_of_its_own_and_gives_no_number(tmp_path, ward):
    """What the twin records meanwhile and what the desk itself records are two streams."""
    number = issue(ward["101"])
    ward.talk()
    desk = ward["101"]
    before = desk.ledger.epoch
    desk.ledger.close()
    with Ledger.open(tmp_path / "101") as here, here.transaction() as tx:
        tx.doubt_machine()
    desk.ledger = Ledger.open(tmp_path / "101")
    assert desk.ledger.moved and desk.ledger.epoch != before
    with pytest.raises(MovedMachine):
        slips.issue(desk.ledger, desk.who, slips.IssueRequest("501", sheets=1))
    ward.granted(slips.void(desk.ledger, desk.who, number, "other", pin="2468"))
    ward.talk()
    assert len({found.state for found in ward.desks.values()}) == 1
    desk.ledger.close()
    desk.ledger = Ledger.open(tmp_path / "101")
    assert len(desk.ledger.exchange.own_epochs()) == 2, "once, not at every start"


def test_a_ledger_that_came_home_proves_itself(tmp_path, ward):
    """What came back from the share is in the witness too, and each epoch joins on."""
    import shutil

    from branch_desk.store.folders import state_folder

    desk = ward["101"]
    desk.ledger.close()
    shutil.copytree(tmp_path / "101", tmp_path / "copy")
    desk.ledger = Ledger.open(tmp_path / "101")
    numbers = [issue(desk) for _ in range(3)]
    ward.talk()
    desk.ledger.close()
    shutil.rmtree(tmp_path / "101")
    shutil.move(tmp_path / "copy", tmp_path / "101")
    (state_folder() / f"{desk.ledger.id}.high").unlink()
    desk.ledger = Ledger.open(tmp_path / "101")
    assert words(desk.sync()) == {"rewound"}
    assert int(issue(desk)[9:14]) == int(numbers[-1][9:14]) + 1
    ward.talk()
    proof = desk.ledger.verify()
    assert proof.sound, proof.faults
    assert len({found.state for found in ward.desks.values()}) == 1
    assert all(words(found.sync()) == set() for found in ward.desks.values()), "a restore is no second machine"


def test_a_backup_of_the_first_day_comes_home_and_proves_itself(tmp_path, ward):
    """Nothing had left yet when it was made: its second epoch begins at nothing, and the first comes home only then."""
    import shutil

    desk = ward["101"]
    desk.ledger.close()
    shutil.copytree(tmp_path / "101", tmp_path / "copy")
    desk.ledger = Ledger.open(tmp_path / "101")
    numbers = [issue(desk) for _ in range(3)]
    ward.talk()
    desk.ledger.close()
    shutil.rmtree(tmp_path / "copy" / "witness")
    shutil.copytree(tmp_path / "101" / "witness", tmp_path / "copy" / "witness")
    shutil.rmtree(tmp_path / "101")
    shutil.move(tmp_path / "copy", tmp_path / "101")
    desk.ledger = Ledger.open(tmp_path / "101")
    issue(desk)
    ward.talk()
    assert all(desk.ledger.slip(number) for number in numbers)
    proof = desk.ledger.verify()
    assert proof.sound, proof.faults


def test_a_batch_that_only_another_branch_has_comes_back_through_it(tmp_path, ward):
    """Its file was deleted before the office saw it, and its writer was put back to before it (story 1006)."""
    import shutil

    desk = ward["101"]
    ward.talk()
    desk.ledger.close()
    shutil.copytree(tmp_path / "101", tmp_path / "copy")
    desk.ledger = Ledger.open(tmp_path / "101")
    number = issue(desk)
    desk.sync()
    ward["201"].sync()
    epoch = desk.ledger.epoch
    for path in ward.folder.joinpath("d", "d-101", epoch).rglob("*.evt"):
        path.unlink()
    desk.ledger.close()
    shutil.rmtree(tmp_path / "101")
    shutil.move(tmp_path / "copy", tmp_path / "101")
    from branch_desk.store.folders import state_folder

    (state_folder() / f"{desk.ledger.id}.high").unlink()
    desk.ledger = Ledger.open(tmp_path / "101")
    desk.sync()
    ward.talk(3)
    assert all(found.ledger.slip(number) for found in ward.desks.values())
    assert len({found.state for found in ward.desks.values()}) == 1


def test_a_life_that_goes_on_after_it_was_left_is_told_at_every_peer(ward):
    desk = ward["101"]
    issue(desk)
    ward.talk()
    with desk.ledger.transaction() as tx:
        tx.begin_epoch(new_epoch(), "moved")
    issue(desk)
    ward.talk()
    assert words(ward["201"].sync()) == set()
    old = desk.ledger.exchange.own_epochs()[0][0]
    key = desk.ledger.signing.get("desk")
    known = next(item for item in desk.ledger.exchange.streams() if item.epoch == old)
    event = desk.ledger.exchange.own_records(old, known.seq - 1, 1)[0]
    data = batch.seal(exchange_local.pin_of(desk.ledger).root, ("101", old), key,
                      [{**as_record(event), "seq": known.seq + 1, "lamport": event.lamport + 1}],
                      Position(known.seq, known.digest), event.lamport + 1)
    assert ward.share.publish(names.batch("101", old, known.seq + 1), data, "101", old).there
    assert words(ward["201"].sync()) == {"split"}




def test_a_newer_format_stalls_its_desk_alone_says_that_this_pc_needs_an_update_and_goes_on_after_it(ward):
    first = issue(ward["201"])
    ward["201"].sync()
    path = ward.folder.joinpath(*names.batch("201", ward["201"].ledger.epoch, 1))
    ours = path.read_bytes()
    path.write_bytes(b"write-once 2 2\n" + ours.partition(b"\n")[2])
    other = issue(ward["102"])
    ward["102"].sync()
    done = ward["101"].sync()
    assert {(item.word, item.title) for item in done.problems} == {("update", "このPCの更新が必要です")}
    assert ward["101"].ledger.slip(other) is not None and ward["101"].ledger.slip(first) is None
    path.write_bytes(ours)      # as the updated program reads it
    ward["101"].sync()
    assert ward["101"].ledger.slip(first) is not None and ward["101"].sync().problems == ()


def test_a_record_of_a_kind_that_only_a_newer_program_knows_asks_for_an_update_too(ward, monkeypatch):
    issue(ward["201"])
    ward["201"].sync()
    known = dict(incoming.KINDS)
    monkeypatch.setattr(incoming, "KINDS", {kind: rule for kind, rule in known.items() if kind != "issued"})
    done = ward["101"].sync()
    assert words(done) == {"update"}
