"""Desks that exchange over one share: what one records the others know, without a name, and the same everywhere."""

from __future__ import annotations

import pytest

from branch_desk.domain.desk import Desk
from branch_desk.domain.fold import State
from branch_desk.services import bags, exchange, receiving, returns, slips
from branch_desk.services.results import Refusal
from branch_desk.store.ledger import paper_key
from sync import names
from sync.folder import OsFolder
from sync.worker import InProcess
from tests.services.ward import PIN, Ward


@pytest.fixture
def ward(tmp_path):
    made = Ward(tmp_path)
    yield made
    made.close()


def issue(desk, type_code="501", **more) -> str:
    return Ward.granted(slips.issue(desk.ledger, desk.who, slips.IssueRequest(type_code, sheets=3, **more))).slip.number


def send(desk, *numbers) -> str:
    """Packed by one, checked by another, on its way."""
    clerk = desk.ledger.member_of_staff("12")
    bag = Ward.granted(bags.open_bag(desk.ledger, clerk, "5")).view.bag.number
    for number in numbers:
        Ward.granted(bags.pack(desk.ledger, clerk, bag, number))
    Ward.granted(bags.close(desk.ledger, clerk, bag))
    for number in numbers:
        Ward.granted(bags.check(desk.ledger, desk.who, bag, number, pin=PIN))
    Ward.granted(bags.dispatch(desk.ledger, desk.who, bag))
    return bag


def test_what_the_section_received_shows_at_the_branch(ward):
    number = issue(ward["101"])
    bag = send(ward["101"], number)
    ward.talk()
    section = ward["501"]
    Ward.granted(receiving.open_bag(section.ledger, section.who, bag))
    Ward.granted(receiving.receive(section.ledger, section.who, number, bag=bag))
    ward.talk()
    assert {code: ward[code].ledger.slip(number).state for code in ("101", "102", "501")} == dict.fromkeys(
        ("101", "102", "501"), State.RECEIVED)


def test_either_desk_of_a_branch_may_scan_the_returned_slip(ward):
    number = issue(ward["101"])
    send(ward["101"], number)
    ward.talk()
    other = ward["102"]
    at = other.ledger.now()
    Ward.granted(returns.come_back(other.ledger, other.who, number, received_at=at))
    ward.talk()
    assert ward["101"].ledger.slip(number).state is State.CLOSED


def test_a_scan_before_the_slip_is_known_is_kept_and_settles_later(ward):
    number = issue(ward["101"])
    section = ward["501"]
    Ward.granted(receiving.receive(section.ledger, section.who, number))
    assert section.ledger.slip(number).stub
    send(ward["101"], number)
    ward.talk()
    for code in ("101", "501"):
        slip = ward[code].ledger.slip(number)
        assert (slip.stub, slip.state) == (False, State.RECEIVED)


def test_every_desk_comes_to_one_digest(ward):
    for code in ("101", "102", "201"):
        for _ in range(4):
            issue(ward[code], "501")
    send(ward["101"], issue(ward["101"]))
    ward.talk(3)
    assert len({desk.state for desk in ward.desks.values()}) == 1


def test_a_closing_by_another_branch_is_kept_and_shown_and_changes_nothing(ward):
    number = issue(ward["101"])
    ward.talk()
    stranger = ward["201"]
    with stranger.ledger.transaction() as tx:
        tx.append("voided", actor="12", slip=number, body={"reason": "other"})
    ward.talk()
    slip = ward["101"].ledger.slip(number)
    assert slip.state is State.HELD and [key[0] for key in slip.ineffective] == ["201"]
    assert len({desk.state for desk in ward.desks.values()}) == 1


def test_no_name_and_no_free_word_is_on_the_share(ward):
    secret = {"depositor": "髙﨑独特太郎", "kana": "タカサキドクトク", "phone": "044-987-6543", "applicant": "渡邉唯一子"}
    number = issue(ward["101"], other_enclosures=("特別な添付の言葉",), **secret)
    Ward.granted(slips.void(ward["101"].ledger, ward["101"].who, number, "other", pin=PIN, note="内緒の補足"))
    issue(ward["102"])
    ward.talk(3)
    assert ward.granted(exchange.lay_out(ward["900"].ledger, ward["900"].who, share=ward.share)).bundles
    written = ward.bytes_on_the_share()
    for text in (*secret.values(), "特別な添付の言葉", "内緒の補足", "佐野 恵", "岸 徹"):
        for form in (text.encode(), text.encode("utf-16-le"), text.encode("cp932"), repr(text)[1:-1].encode("unicode_escape")):
            assert form not in written, text
    assert number.encode() in written       # what is looked through is really there


def test_a_desk_without_a_share_says_so(tmp_path):
    from branch_desk.services import desks, people

    ledger = desks.set_up(tmp_path / "alone", Desk("301", "田島9", "田島支所")).ledger
    people.add(ledger, "3", "岸 徹")
    assert exchange.sync(ledger).rule == "not_enrolled"
    assert exchange.status(ledger).enrolled is False
    ledger.close()


def test_waiting_is_what_no_other_desk_has_signed_to_have(ward):
    desk = ward["101"]
    assert desk.sync().waiting == 0
    issue(desk)
    assert desk.sync().waiting == 1
    ward["102"].sync()
    assert desk.sync().waiting == 0
    status = exchange.status(desk.ledger)
    row = next(row for row in status.desks if row.code == "102")
    assert (row.has, row.of, status.unsent, status.on_share) == (1, 1, 0, 0) and status.had_at


def test_a_wrong_fingerprint_admits_nobody(ward):
    desk = ward.open(Desk("103", "大師3", "大師支所"))
    asked = ward.granted(exchange.enrol(desk.ledger, desk.who, str(ward.folder), share=ward.share))
    office = ward["900"]
    wrong = "0000 " + asked.fingerprint[5:]
    assert exchange.approve(office.ledger, office.who, "103", wrong, share=ward.share).rule == "fingerprint"
    issue(desk)
    desk.sync()
    assert {item.word for item in ward["101"].sync().problems} == {"stranger"}
    ward.granted(exchange.approve(office.ledger, office.who, "103", asked.fingerprint, share=ward.share))
    ward.talk()
    assert len({found.state for found in ward.desks.values()}) == 1


def test_a_replaced_pc_takes_the_code_over_with_its_own_key(ward, tmp_path):
    old = issue(ward["101"])
    ward.talk()
    ward["101"].ledger.close()
    (tmp_path / "101").rename(tmp_path / "broken")
    ward.open(Desk("101", "大師1", "大師支所"))
    ward.admit("101")
    ward.talk(3)
    assert ward["101"].ledger.slip(old) is not None
    new = issue(ward["101"])
    assert int(new[9:14]) == int(old[9:14]) + 1, "the series goes on above what the share knows"
    ward.talk()
    assert ward["102"].ledger.slip(new) is not None and len({desk.state for desk in ward.desks.values()}) == 1


def test_a_retired_desk_is_no_longer_waited_for_and_stays_believed(ward):
    number = issue(ward["201"])
    ward.talk()
    office = ward["900"]
    ward.granted(exchange.retire(office.ledger, office.who, "201", share=ward.share))
    ward["101"].sync()
    assert ward["101"].ledger.slip(number) is not None
    assert not next(row for row in exchange.status(ward["101"].ledger).desks if row.code == "201").active


def test_the_office_s_catalogue_reaches_every_desk(ward):
    from branch_desk.services import catalogues

    office = ward["900"]
    file = ward.home / "types.csv"
    catalogues.export_csv(office.ledger, file)
    text = file.read_text(encoding="utf-8-sig")
    file.write_text(text + "509,新しい書類の申請,あたらしい,5,高齢・障害課,3階,,する,2025-01-01,,,,1,\n", encoding="utf-8")
    ward.granted(catalogues.import_csv(office.ledger, office.who, file))
    ward.granted(exchange.publish(office.ledger, office.who, share=ward.share))
    ward.talk()
    assert catalogues.of(ward["201"].ledger).type("509", ward["201"].ledger.now().date()).name == "新しい書類の申請"


def test_the_root_code_on_paper_appoints_a_new_office_key(ward):
    office = ward["900"]
    for typed, rule in (("A" * 35, "root_mistyped"), (paper_key(), "root_code")):
        assert exchange.appoint_office_key(office.ledger, office.who, typed, share=ward.share).rule == rule
    ward.granted(exchange.appoint_office_key(office.ledger, office.who, ward.root_code, share=ward.share))
    ward.open(Desk("103", "大師3", "大師支所"))
    ward.admit("103")
    ward.talk()
    assert "103" in ward["201"].ledger.members


def test_only_the_office_admits(ward):
    counter = ward["101"]
    assert exchange.approve(counter.ledger, counter.who, "102", "0", share=ward.share).rule == "not_office"
    assert exchange.init_share(counter.ledger, counter.who, str(ward.folder), share=ward.share).rule == "not_office"


def test_a_clerk_does_not_enrol(ward):
    clerk = ward["101"].ledger.member_of_staff("12")
    assert exchange.enrol(ward["101"].ledger, clerk, str(ward.folder), share=ward.share).rule == "not_responsible"


def test_an_empty_folder_is_no_share(ward, tmp_path):
    (tmp_path / "empty").mkdir()
    empty = InProcess(OsFolder(str(tmp_path / "empty")))
    done = exchange.sync(ward["101"].ledger, share=empty)
    assert done.state == "offline" and list((tmp_path / "empty").iterdir()) == []
    assert exchange.enrol(ward["101"].ledger, ward["101"].who, str(tmp_path / "empty"), share=empty).rule == "share_no_marker"


def test_another_office_s_share_is_refused(ward, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    other = Ward(tmp_path / "elsewhere", ("900",))
    assert ward["101"].ledger and exchange.sync(ward["101"].ledger, share=other.share).state == "refused"
    assert exchange.enrol(ward["101"].ledger, ward["101"].who, str(other.folder), share=other.share).rule == "share_other"
    other.close()


def test_a_spoiled_batch_is_told_in_words_and_holds_up_one_desk_only(ward):
    issue(ward["101"])
    issue(ward["102"])
    ward["101"].sync()
    ward["102"].sync()
    stream = (ward["101"].ledger.desk.code, ward["101"].ledger.epoch)
    path = ward.folder.joinpath(*names.batch(*stream, 1))
    data = path.read_bytes()
    path.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
    done = ward["201"].sync()
    assert done.state == "stalled" and [item.title for item in done.problems] == ["大師1の記録が途中で止まっています"]
    assert ward["201"].ledger.exchange.stopped()[0].why == "signature"
    path.write_bytes(data)
    assert ward["201"].sync().state == "ok" and exchange.status(ward["201"].ledger).problems == ()


def test_an_event_that_is_none_is_not_taken_from_a_desk_that_is_trusted(ward):
    """Its key is in order and its record is not: nothing of the batch comes in, and no text of it."""
    desk = ward["101"]
    with desk.ledger.transaction() as tx:
        tx.append("contacted", actor="12", slip=issue_in(tx), body={"whom": "髙﨑さん", "how": "telephone", "result": "told"})
    desk.sync()
    done = ward["102"].sync()
    assert [item.word for item in done.problems] == ["broken"]
    assert ward["102"].ledger.exchange.stopped()[0].why == "schema"


def issue_in(tx) -> str:
    return tx.draw(2026, "501").digits


def test_refusals_are_values(ward):
    assert isinstance(exchange.retire(ward["900"].ledger, ward["900"].who, "900", share=ward.share), Refusal)


def stick_of(tmp_path):
    (tmp_path / "stick").mkdir(exist_ok=True)
    return InProcess(OsFolder(str(tmp_path / "stick")))


def test_a_stick_brings_records_to_a_desk_that_the_network_does_not_reach(ward, tmp_path):
    from branch_desk.services import carrier

    number, stick = issue(ward["101"]), stick_of(tmp_path)
    done = ward.granted(carrier.export(ward["101"].ledger, ward["101"].who, "stick", share=stick))
    assert done.records >= 1 and done.verified == len(list((tmp_path / "stick").rglob("*.*")))
    section = ward["501"]
    taken = ward.granted(carrier.take_in(section.ledger, section.who, "stick", share=stick))
    assert taken.state == "ok" and number in taken.changed.slips
    assert section.ledger.slip(number).state is State.HELD


def test_what_was_put_on_a_stick_is_not_taken_for_being_on_the_share(ward, tmp_path):
    from branch_desk.services import carrier

    number = issue(ward["101"])
    ward.granted(carrier.export(ward["101"].ledger, ward["101"].who, "stick", share=stick_of(tmp_path)))
    assert exchange.status(ward["101"].ledger).unsent == 1
    ward.talk()
    assert ward["102"].ledger.slip(number) is not None


def test_a_stick_that_reads_back_otherwise_may_not_be_used(ward, tmp_path):
    from branch_desk.services import carrier

    class Bad(InProcess):
        def read(self, path):
            data = super().read(path)
            return data[:-1] if data and path[-1].endswith(".evt") else data

    issue(ward["101"])
    stick = Bad(stick_of(tmp_path).folder)
    assert carrier.export(ward["101"].ledger, ward["101"].who, "stick", share=stick).rule == "stick_unverified"


def test_a_stick_of_another_office_is_refused(ward, tmp_path):
    from branch_desk.services import carrier

    (tmp_path / "elsewhere").mkdir()
    other = Ward(tmp_path / "elsewhere", ("900",))
    try:
        assert carrier.export(ward["101"].ledger, ward["101"].who, "x", share=other.share).rule == "share_other"
        assert carrier.take_in(ward["101"].ledger, ward["101"].who, "x", share=other.share).state == "refused"
    finally:
        other.close()
