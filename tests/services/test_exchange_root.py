"""The root key on paper: its form, and what it is for."""

from __future__ import annotations

import re

import pytest

from branch_desk.domain.desk import Desk
from branch_desk.services import exchange
from branch_desk.store.ledger import paper_key
from tests.services.test_exchange import issue
from tests.services.ward import DESKS, Ward


@pytest.fixture
def ward(tmp_path):
    made = Ward(tmp_path)
    yield made
    made.close()


def test_the_form_says_the_key_in_groups_and_what_it_is_for(ward, tmp_path):
    office, code = ward["900"], paper_key()
    pdf = ward.granted(exchange.root_form(office.ledger, office.who, code, tmp_path / "paper" / "root.pdf"))
    import pypdfium2

    page = pypdfium2.PdfDocument(str(pdf))[0]
    said = re.sub(r"\s", "", page.get_textpage().get_text_range())
    assert all(group in said for group in code.split("-"))
    assert "大元の鍵" in said and "復旧用の鍵" not in said and "区役所の新しい鍵を決める" in said
    assert [path.name for path in pdf.parent.iterdir()] == ["root.pdf"]


def test_nobody_but_the_office_makes_it(ward, tmp_path):
    desk = ward["101"]
    assert exchange.root_form(desk.ledger, desk.who, paper_key(), tmp_path / "root.pdf").rule == "not_office"
    assert not (tmp_path / "root.pdf").exists()


def test_groups_are_typed_back_from_the_paper():
    code = paper_key()
    asked = exchange.root_groups(code)
    groups = code.split("-")
    assert len(asked) == 2 and set(asked) <= set(range(1, 8))
    assert exchange.check_root(code, {place: f" {groups[place - 1].lower()} " for place in asked}) is None
    other = paper_key().split("-")
    assert exchange.check_root(code, {3: other[2]}).rule == "root_group"
    assert exchange.check_root(code, {3: groups[2][:4] + ("2" if groups[2][4] != "2" else "3")}).rule == "root_mistyped"


def test_a_mistyped_group_is_named(ward):
    office = ward["900"]
    groups = ward.root_code.split("-")
    groups[4] = groups[4][:4] + ("2" if groups[4][4] != "2" else "3")
    refused = exchange.appoint_office_key(office.ledger, office.who, "-".join(groups), share=ward.share)
    assert refused.rule == "root_mistyped" and "5" in refused.sentence
    assert exchange.appoint_office_key(office.ledger, office.who, paper_key(), share=ward.share).rule == "root_code"


def test_a_new_office_pc_goes_on_with_the_paper_alone(ward, tmp_path):
    """The office's PC is gone with its key. On another one the paper appoints a new key, which admits this very PC, then others;
    and what the old key says from then on is not believed."""
    numbers = [issue(ward["101"])]
    ward.talk()
    old = ward.desks.pop("900")
    home, ward.home = ward.home, tmp_path / "new pc"
    ward.open(DESKS["900"])
    ward.home = home
    office = ward["900"]
    asked = ward.granted(exchange.enrol(office.ledger, office.who, str(ward.folder), share=ward.share))
    assert not asked.approved
    assert exchange.approve(office.ledger, office.who, "900", asked.fingerprint, share=ward.share).rule == "not_office"
    ward.granted(exchange.appoint_office_key(office.ledger, office.who, ward.root_code, share=ward.share))
    ward.granted(exchange.approve(office.ledger, office.who, "900", asked.fingerprint, share=ward.share))
    ward.open(Desk("103", "大師3", DESKS["101"].branch))
    ward.admit("103")
    numbers.append(issue(ward["103"]))
    ward.talk(3)
    assert all(desk.ledger.slip(number) for desk in ward.desks.values() for number in numbers)
    assert len({desk.state for desk in ward.desks.values()}) == 1
    assert all(desk.sync().state == "ok" for desk in ward.desks.values())
    before = ward["201"].ledger.exchange.generation("members")
    exchange.retire(old.ledger, old.who, "201", share=ward.share)
    assert ward["201"].sync().state in ("ok", "stalled")
    assert ward["201"].ledger.exchange.generation("members") == before, "the old key admits nobody and lets nobody go"
    old.ledger.close()


def test_the_root_code_stands_nowhere_on_the_disk(ward):
    secret = ward.root_code.replace("-", "").encode()
    for place in (ward.home / "900", ward.folder):
        for path in place.rglob("*"):
            if path.is_file():
                data = path.read_bytes()
                assert secret not in data and ward.root_code.encode() not in data, path
