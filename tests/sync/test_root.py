"""Whose share it is, and who is admitted: a desk believes its own office and nobody else."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sync import root
from sync.envelope import Broken
from sync.root import Admitted, Members, Pin

ROOT_KEY, OFFICE, NEW_OFFICE, DESK = (Ed25519PrivateKey.generate() for _ in range(4))
ID = "ab" * 16


def public(key):
    return key.public_key().public_bytes_raw()


MARKER = root.seal_marker(ID, ROOT_KEY, public(OFFICE), practice=False)
FOUND = root.open_marker(MARKER)
PIN = FOUND.pin
KEYS = root.office_keys(FOUND, ())
MEMBERS = Members(1, (Admitted("101", public(DESK), True, {"role": "counter", "section": None}),))


def why(do, *arguments, **more) -> str:
    with pytest.raises(Broken) as told:
        do(*arguments, **more)
    return told.value.why


def test_a_desk_knows_its_root_again():
    assert root.open_marker(MARKER, PIN).office_key == public(OFFICE)


def test_another_office_s_root_and_a_practice_root_are_told_apart():
    other = root.seal_marker("cd" * 16, Ed25519PrivateKey.generate(), public(OFFICE), practice=False)
    assert why(root.open_marker, other, PIN) == "another_root"
    assert why(root.open_marker, root.seal_marker(ID, ROOT_KEY, public(OFFICE), practice=True), PIN) == "practice"


def test_a_marker_with_our_id_by_another_s_key_is_another_root():
    assert why(root.open_marker, root.seal_marker(ID, DESK, public(DESK), practice=False), PIN) == "another_root"


def test_members_are_whom_the_office_admitted():
    assert root.open_members(root.seal_members(PIN, OFFICE, MEMBERS), PIN, KEYS, 1) == MEMBERS
    assert MEMBERS.keys("101") == (public(DESK),) and MEMBERS.keys("102") == ()


def test_nobody_admits_himself():
    assert why(root.open_members, root.seal_members(PIN, DESK, MEMBERS), PIN, KEYS, 1) == "key"


def test_an_old_generation_under_a_newer_name_is_refused():
    assert why(root.open_members, root.seal_members(PIN, OFFICE, MEMBERS), PIN, KEYS, 2) == "place"


def test_members_are_no_catalogue():
    assert why(root.open_by_office, "catalogue", root.seal_members(PIN, OFFICE, MEMBERS), PIN, KEYS, 1) == "kind"


def test_the_root_key_appoints_another_office_key_and_ends_the_old_one():
    told = root.seal_office_key(PIN, ROOT_KEY, 1, public(NEW_OFFICE), {"members": 1})
    keys = root.office_keys(FOUND, [root.open_office_key(told, PIN, 1)])
    second = Members(2, MEMBERS.admitted)
    assert root.open_members(root.seal_members(PIN, OFFICE, MEMBERS), PIN, keys, 1) == MEMBERS
    assert root.open_members(root.seal_members(PIN, NEW_OFFICE, second), PIN, keys, 2) == second
    assert why(root.open_members, root.seal_members(PIN, OFFICE, second), PIN, keys, 2) == "key"


def test_only_the_root_key_appoints():
    assert why(root.open_office_key, root.seal_office_key(PIN, OFFICE, 1, public(DESK), {}), PIN, 1) == "key"


def test_a_retired_key_still_vouches_for_what_it_signed_but_comes_after_the_one_in_force():
    old, new = public(DESK), public(NEW_OFFICE)
    members = Members(2, (Admitted("101", old, False, {}), Admitted("101", new, True, {}), Admitted("102", old, False, {})))
    assert members.keys("101") == (new, old)
    assert members.active() == ("101",)


def test_a_request_is_signed_by_the_key_it_asks_for():
    asked = root.open_request(root.seal_request(PIN, DESK, "103", {"role": "counter", "branch": "大師支所"}), PIN)
    assert (asked.desk, asked.key, asked.facts["branch"]) == ("103", public(DESK), "大師支所")
    other = Pin("cd" * 16, PIN.root_key, False)
    assert why(root.open_request, root.seal_request(other, DESK, "103", {}), PIN) == "root"


@pytest.mark.parametrize("facts", [{"role": "x" * 41}, {"role": 1}])
def test_a_request_with_facts_of_another_form_is_refused(facts):
    assert why(root.open_request, root.seal_request(PIN, DESK, "103", facts), PIN) == "header"


def test_a_desk_000_is_never_admitted():
    assert why(root.open_request, root.seal_request(PIN, DESK, "000", {}), PIN) == "header"


def test_a_fingerprint_is_read_aloud_in_six_groups_of_four_digits():
    spoken = root.fingerprint(public(DESK))
    assert [len(group) for group in spoken.split(" ")] == [4] * 6 and spoken.replace(" ", "").isdigit()
    assert spoken == root.fingerprint(public(DESK)) != root.fingerprint(public(OFFICE))
