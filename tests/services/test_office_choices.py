"""What the office chooses: papers, PINs, one type at a time, telephones of sections. On a real ledger."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from branch_desk.domain.rights import StaffRole
from branch_desk.domain.staff import Staff
from branch_desk.services import (
    bag_rules,
    catalogues,
    office,
    paper,
    people,
    printers,
    printjobs,
    settings,
    slips,
)
from branch_desk.services.catalogues import TypeEntry
from branch_desk.services.office import Office
from branch_desk.services.results import Refusal
from tests.services.conftest import PIN


def issued(ledger, who: Staff, **more):
    return slips.issue(ledger, who, slips.IssueRequest("501", 3, **more)).slip.number


# ---- papers


def test_purpose_hours_and_the_number_instead_of_the_name_stand_on_paper(ledger, kishi):
    chosen = Office(purpose="お名前は書類の回送にだけ使います。", hours="平日 8時30分から17時", staff="code")
    assert settings.set_office(ledger, kishi, chosen).office == chosen
    form = paper.form(ledger, issued(ledger, kishi), "citizen")
    assert (form.purpose_sentence, form.branch_hours, form.staff) == (chosen.purpose, chosen.hours, "職員3")
    assert settings.about(ledger).office == chosen


def test_only_a_responsible_person_chooses_where_there_is_one(ledger, sano, kishi):
    assert settings.set_office(ledger, sano, Office(hours="8時")).rule == "not_responsible"
    assert office.of(ledger) == Office()


def test_an_auditor_chooses_nothing_even_where_nobody_is_responsible(ledger):
    auditor = people.add(ledger, "7", "監査 太郎", role=StaffRole.AUDITOR)
    assert settings.set_office(ledger, auditor, Office(hours="8時")).rule == "auditor"
    assert catalogues.set_sections(ledger, auditor, {"5": ("", "1")}).rule == "auditor"


@pytest.mark.parametrize(("wanted", "rule"), [
    (Office(purpose=" "), "office_purpose"), (Office(purpose="あ" * 81), "office_purpose"),
    (Office(hours="1\n2"), "office_hours"), (Office(hours="𪚥"), "unprintable")])
def test_what_cannot_stand_on_paper_is_refused(ledger, kishi, wanted, rule):
    assert settings.set_office(ledger, kishi, wanted).rule == rule


def test_the_large_printed_copy_goes_to_plain_paper(ledger, kishi, tmp_path):
    printers.add(ledger, kishi, printers.Printer("受付", "80mm", "folder", str(tmp_path)))
    printers.add(ledger, kishi, printers.Printer("事務室", printers.SHEET, "folder", str(tmp_path)))
    for choice, expected in ((office.LARGE, ("事務室", "A4", True)), (office.PLAIN, ("事務室", "A5", False)),
                             (office.ROLL, ("受付", "80mm", False))):
        settings.set_office(ledger, kishi, Office(citizen=choice))
        queued = printjobs.queue(ledger, kishi, issued(ledger, kishi))
        citizen = queued.ready[0]
        assert citizen.job.copy == "citizen"
        assert (citizen.job.printer, citizen.job.paper, citizen.job.large) == expected
        assert {ready.job.printer for ready in queued.ready[1:3]} == {"受付"}


def test_without_a_printer_for_plain_paper_the_roll_is_used_all_the_same(ledger, kishi, tmp_path):
    printers.add(ledger, kishi, printers.Printer("受付", "80mm", "folder", str(tmp_path)))
    settings.set_office(ledger, kishi, Office(citizen=office.LARGE))
    assert printjobs.queue(ledger, kishi, issued(ledger, kishi)).ready[0].job.paper == "80mm"


def test_as_a_file_the_chosen_size_is_made(ledger, kishi, tmp_path):
    settings.set_office(ledger, kishi, Office(citizen=office.LARGE))
    order = paper.order(ledger, kishi, issued(ledger, kishi), "citizen")
    assert (order.paper, order.form.large) == ("A4", True)


# ---- PINs


def test_a_pin_is_given_up_only_with_a_pin_and_that_is_recorded(ledger, kishi):
    free = Office(pin_void=False, pin_check=False)
    assert settings.set_office(ledger, kishi, free).rule == "pin_needed"
    assert settings.set_office(ledger, kishi, free, kishi.code, "0000").rule == "pin_wrong"
    assert settings.set_office(ledger, kishi, free, kishi.code, PIN).office == free
    assert ledger.event_counts(ledger.now().date(), ledger.now().date())["override"] == 1
    assert slips.void(ledger, kishi, issued(ledger, kishi), "wrong_type").slip.state.value == "voided"
    assert ledger.setting(bag_rules.PIN_SETTING, True) is False


def test_another_responsible_person_may_approve(ledger, sano, kishi):
    free = Office(pin_void=False)
    assert settings.set_office(ledger, sano, free, sano.code, PIN).rule == "not_responsible"
    assert settings.set_office(ledger, sano, free, kishi.code, PIN).office == free


def test_exceptions_always_ask(ledger, kishi):
    settings.set_office(ledger, kishi, Office(pin_void=False, pin_check=False), kishi.code, PIN)
    assert people.approved(ledger, kishi.code, None).rule == "pin_needed"


def test_a_void_asks_by_default(ledger, kishi):
    assert slips.void(ledger, kishi, issued(ledger, kishi), "wrong_type").rule == "pin_needed"


# ---- one type


def entry(ledger, code="501", **more):
    return replace(TypeEntry.of(catalogues.of(ledger).type(code)), **more)


def put(ledger, who, code="501", **more):
    return catalogues.put_type(ledger, who, entry(ledger, code, **more), catalogues.of(ledger).type(code))


def test_one_change_is_one_new_version_and_an_old_slip_keeps_its_old_name(ledger, kishi):
    number, before = issued(ledger, kishi), catalogues.of(ledger)
    done = put(ledger, kishi, name="新しい名前", annual="120", retention="5")
    assert done.catalogue.version == before.version + 1 and done.changed.topics == {"catalogue"}
    new = catalogues.of(ledger).type("501")
    assert (new.name, new.annual, new.retention) == ("新しい名前", 120, 5)
    assert ledger.slip(number).type_name == paper.form(ledger, number, "original").type_name == "介護保険要介護・要支援認定申請"
    assert ledger.catalogue(before.version).type("501").name == "介護保険要介護・要支援認定申請"
    assert ledger.slip(issued(ledger, kishi)).type_name == "新しい名前"


def test_a_later_first_day_leaves_the_earlier_wording_until_the_day_before(ledger, kishi):
    later = ledger.now().date() + timedelta(days=30)
    put(ledger, kishi, name="来月の名前", valid_from=later.strftime("%Y%m%d"))
    spans = [(item.name, item.valid_until) for item in catalogues.of(ledger).types if item.code == "501"]
    assert spans == [("介護保険要介護・要支援認定申請", later - timedelta(days=1)), ("来月の名前", None)]
    assert next(item for item in catalogues.current_types(ledger) if item.code == "501").name == "介護保険要介護・要支援認定申請"


def test_a_type_that_ended_yesterday_is_refused_today(ledger, kishi):
    yesterday = ledger.now().date() - timedelta(days=1)
    put(ledger, kishi, valid_until=yesterday.isoformat())
    refused = slips.issue(ledger, kishi, slips.IssueRequest("501", 1))
    assert isinstance(refused, Refusal) and refused.rule == "ended" and refused.guidance


def test_a_new_type_goes_to_the_section_of_its_first_digit(ledger, kishi):
    done = catalogues.put_type(ledger, kishi, TypeEntry("503", "紙おむつの申出", "かみおむつ", retention="3"))
    new = done.catalogue.type("503")
    assert (new.section.name, new.retention, new.valid_from) == ("高齢・障害課", 3, date(2025, 1, 1))
    assert ledger.slip(slips.issue(ledger, kishi, slips.IssueRequest("503", 1)).slip.number).retention == 3


@pytest.mark.parametrize(("new", "rule"), [
    (TypeEntry("501", "名", "よみ"), "type_exists"), (TypeEntry("801", "名", "よみ"), "type_section"),
    (TypeEntry("", "名", "よみ"), "type_section"), (TypeEntry("503", "", "よみ"), "type_faults"),
    (TypeEntry("503", "名", "漢字"), "type_faults"), (TypeEntry("500", "名", "よみ"), "type_faults"),
    (TypeEntry("503", "名", "よみ", valid_from="20270230"), "type_faults"),
    (TypeEntry("503", "名", "よみ", retention="百"), "type_faults"),
    (TypeEntry("503", "名", "よみ", valid_from="20270401", valid_until="20270331"), "type_faults")])
def test_what_the_csv_refuses_is_refused_here_too(ledger, kishi, new, rule):
    before = catalogues.of(ledger)
    refused = catalogues.put_type(ledger, kishi, new)
    assert refused.rule == rule and refused.sentence and catalogues.of(ledger) == before


def test_the_same_again_makes_no_version(ledger, kishi):
    assert put(ledger, kishi).rule == "type_same"


def test_a_clerk_changes_no_type_and_no_telephone(ledger, sano, kishi):
    assert put(ledger, sano, name="別の名前").rule == "not_responsible"
    assert catalogues.set_sections(ledger, sano, {"5": ("", "1")}).rule == "not_responsible"


# ---- sections


def test_a_telephone_stands_on_the_papers_from_now_on(ledger, kishi):
    catalogues.set_sections(ledger, kishi, {"5": ("3階", " 044-000-0005 "), "9": ("", "")})
    assert paper.form(ledger, issued(ledger, kishi), "citizen").section_phone == "044-000-0005"
    assert catalogues.of(ledger).section("1").phone is None and catalogues.of(ledger).version == 2


def test_a_telephone_with_a_line_end_would_break_the_csv(ledger, kishi):
    assert catalogues.set_sections(ledger, kishi, {"5": ("", "044\n000")}).rule == "section_phone"
