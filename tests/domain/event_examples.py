"""One or more good examples of every event, as JSON values without `prev` and `hash`. Plain data for tests."""

from __future__ import annotations

from typing import Any

SLIP = "1101265010004250"
BLANK = "1101260000004205"
BAG = "2101265000000789"
NAME = "髙﨑 德次郎"


def _event(
    kind: str, body: dict[str, Any], *, slip: str | None = SLIP, bag: str | None = None
) -> dict[str, Any]:
    return {
        "desk": "101",
        "epoch": "e1",
        "seq": 7,
        "lamport": 12,
        "type": kind,
        "at": "2026-11-24T10:45:00+09:00",
        "actor": "12",
        "slip": slip,
        "bag": bag,
        "request": None,
        "body": body,
    }


ISSUED = {
    "type": "501",
    "type_name": "介護保険要介護・要支援認定申請",
    "section": "5",
    "section_name": "高齢・障害課",
    "catalogue": 1,
    "retention": 5,
    "sheets": 3,
    "sealed": False,
    "enclosures": ["01", "03"],
    "others": 1,
    "flags": ["named", "applicant"],
}
TIME = "2026-11-20T14:30:00+09:00"

EXAMPLES = (
    _event("issued", ISSUED),
    _event(
        "issued",
        ISSUED | {"sheets": None, "sealed": True, "flags": [], "visit": SLIP, "taken_at": TIME},
        slip=BLANK,
    ),
    _event("issued", ISSUED | {"visit": None, "taken_at": None}),
    _event("reserved", {}, slip=BLANK),
    _event("voided", {"reason": "wrong_type"}),
    _event("voided", {"reason": "unused"}, slip=BLANK),
    _event("handed_back", {"reason": "withdrawn"}),
    _event("corrected", {"reason": "miscounted", "sheets": 4}),
    _event("corrected", {"reason": "miscounted", "sheets": None}),
    _event("corrected", {"reason": "other", "enclosures": ["02"], "others": 0, "name_changed": True}),
    _event("corrected", {"reason": "other", "name_changed": True}),
    _event("bag_opened", {"section": "5"}, slip=None, bag=BAG),
    _event("bag_closed", {"count": 14}, slip=None, bag=BAG),
    _event("bag_dispatched", {"route": "internal_mail", "count": 14}, slip=None, bag=BAG),
    _event("bag_received", {"received_at": TIME, "count_found": 13}, slip=None, bag=BAG),
    _event("bag_received", {"received_at": None, "count_found": 0}, slip=None, bag=BAG),
    _event("bagged", {}, bag=BAG),
    _event("unbagged", {"reason": "wrong_bag"}, bag=BAG),
    _event("checked", {"result": "agrees"}, bag=BAG),
    _event("checked", {"result": "differs", "reason": "miscounted", "approved_by": None}, bag=BAG),
    _event(
        "checked",
        {"result": "overridden", "reason": "one_person_on_duty", "approved_by": "3"},
        slip=None,
        bag=BAG,
    ),
    _event("received", {"received_at": TIME, "source": "section", "sheets_found": 3}, bag=BAG),
    _event("received", {"received_at": TIME, "source": "paper"}),
    _event("missing", {"reason": "not_in_bag"}, bag=BAG),
    _event("surplus", {"reason": "other_section", "section": "3"}, bag=BAG),
    _event("sent_back", {}),
    _event("documents_back", {"reason": "incomplete"}),
    _event("came_back", {"result": "differs", "reason": "sheets", "received_at": TIME}),
    _event("came_back", {"result": "time_missing", "reason": None, "received_at": None, "accepted": None}),
    _event("came_back", {"result": "other_branch", "accepted": "other_branch"}),
    _event("closed", {"received_at": TIME, "source": "paper"}),
    _event("closed", {"received_at": TIME, "source": "section", "accepted": "not_dispatched"}),
    _event("inquiry_opened", {"reason": "not_arrived", "called": True}),
    _event("inquiry_closed", {"result": "found_section", "called": True}),
    _event("inquiry_closed", {"result": "no_need", "called": False, "contradictions": 2}),
    _event("contacted", {"whom": "section", "how": "telephone", "result": "not_arrived"}),
    _event("contacted", {"whom": "citizen", "how": "counter", "result": "told"}),
    _event("revoked", {"desk": "101", "epoch": "e1", "seq": 6, "reason": "wrong_key"}),
    _event("revoked", {"desk": "101", "epoch": "e1", "seq": 5, "reason": "wrong_slip"}, bag=BAG),
    _event("revoked", {"desk": "101", "epoch": "e1", "seq": 4, "reason": "other"}, slip=None, bag=BAG),
    _event("lost_record", {}),
    _event("lost_record", {}, slip=None, bag=BAG),
    _event("printed", {"copy": "original", "outcome": "file", "count": 1, "paper": "80mm", "named": False}),
    _event(
        "printed",
        {"copy": "binder", "outcome": "doubtful", "count": 2, "paper": "A5", "reason": "not_printed"},
    ),
    _event(
        "printed",
        {
            "copy": "original",
            "outcome": "failed",
            "count": 1,
            "paper": "80mm",
            "named": True,
            "job": "0123456789abcdef",
            "why": "paper_out",
            "said_by": "clerk",
            "may_exist": True,
        },
    ),
    _event(
        "printed", {"copy": "manifest", "outcome": "confirmed", "count": 1, "paper": "A4"}, slip=None, bag=BAG
    ),
    _event("refused", {"type": "501", "rule": "business"}, slip=None),
    _event("refused", {"type": None, "rule": "not_listed"}, slip=None),
    _event("viewed", {"what": "names", "count": 1}),
    _event("exported", {"what": "ledger", "count": 1200, "named": False}, slip=None),
    _event("backed_up", {"what": "ledger", "result": "done", "bytes": 4096}, slip=None),
    _event(
        "restored",
        {"from_epoch": "e1", "from_seq": 900, "witness": False, "share": False, "skipped": 1000},
        slip=None,
    ),
    _event("restored", {"from_epoch": "e1", "from_seq": 900, "witness": True, "share": True, "skipped": 0, "why": "damaged",
                        "lost": 3}, slip=None),
    _event("backed_up", {"what": "ledger", "result": "failed", "place": "second", "why": "hourly"}, slip=None),
    _event("drilled", {"place": "home", "result": "sound", "slips": 900, "events": 4000, "seconds": 2}, slip=None),
    _event("numbers_settled", {"year": 2026, "series": "501", "first": 43, "last": 1042, "count": 999, "approved_by": "3"},
           slip=None),
    _event("erased", {"year": 2026, "retention": 1, "places": 2, "unreached": 1}, slip=None),
    _event(
        "erased",
        {
            "year": 2026,
            "retention": 1,
            "places": 2,
            "unreached": 1,
            "slips": 14,
            "keys": ["2026-r01-0123abcd"],
            "approved_by": "3",
        },
        slip=None,
    ),
    _event("recovery_checked", {"groups": [2, 5], "agrees": True}, slip=None),
    _event("disposed", {"year": 2026, "retention": 1, "volume": 3, "approved_by": "4"}, slip=None),
    _event("signed_in", {}, slip=None),
    _event(
        "signed_off",
        {
            "day": "2026-11-24",
            "unsent": 2,
            "attention": 5,
            "reissued": 1,
            "exceptions": 0,
            "approved_by": "3",
        },
        slip=None,
    ),
    _event(
        "override",
        {"what": "unchecked_bag", "approved_by": "3", "reason": "one_person_on_duty"},
        slip=None,
        bag=BAG,
    ),
    _event(
        "override",
        {
            "what": "limit",
            "approved_by": "3",
            "reason": "schedule_changed",
            "limit": "evening",
            "before": 1715,
            "after": 1700,
        },
        slip=None,
    ),
    _event(
        "override",
        {
            "what": "closing_day",
            "approved_by": "3",
            "reason": "schedule_changed",
            "day": "2026-12-28",
            "closed": True,
        },
        slip=None,
    ),
    _event("override", {"what": "missing_slip", "approved_by": "3", "reason": "not_in_bag"}, bag=BAG),
    _event("exported", {"what": "binder_index", "count": 31, "named": False}, slip=None),
    _event("clock_doubt", {"reason": "backwards", "seconds": -3600}, slip=None),
    _event(
        "staff_changed",
        {"code": "12", "role": "clerk", "pin_set": True, "active": True, "mark": "af" * 32},
        slip=None,
    ),
    _event(
        "staff_changed",
        {"code": "3", "role": "auditor", "pin_set": False, "active": False, "mark": "0" * 64, "found": True},
        slip=None,
    ),
    _event("setting_changed", {"key": "lock_minutes", "before": None, "after": 5}, slip=None),
    _event(
        "setting_changed",
        {"key": "catalogue", "number": 2, "before": "af" * 32, "after": "be" * 32, "found": True},
        slip=None,
    ),
    _event("pin_failed", {"code": "12", "tries": 5, "wait": 60}, slip=None),
    _event("pin_cleared", {"code": "12", "by": "responsible"}, slip=None),
    _event("desk_locked", {"why": "idle"}, slip=None),
)
