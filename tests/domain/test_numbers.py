"""The 16 digits: what goes in comes out, and what is damaged on the way is refused."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from stdnum.iso7064 import mod_97_10

from branch_desk.domain import numbers
from branch_desk.domain.numbers import BADGE, BAG, COPY, LAST_SERIAL, PRACTICE, SLIP, Number

desks = st.integers(1, 999).map("{:03d}".format)
years = st.integers(2019, 2099)
sections = st.integers(1, 9).map(str)
serials = st.integers(1, LAST_SERIAL)
types = st.integers(101, 999).map(str).filter(lambda code: not code.endswith("00")) | st.just(
    numbers.RESERVED_TYPE
)


def either(kind: int) -> st.SearchStrategy[int]:
    """The kind itself or its practice counterpart."""
    return st.sampled_from((kind, PRACTICE[kind]))


slips = st.builds(Number, either(SLIP), desks, years, types, serials)
copies = st.builds(Number, either(COPY), desks, years, types, serials)
bags = st.builds(Number, either(BAG), desks, years, sections.map(lambda digit: digit + "00"), serials)
badges = st.builds(Number, either(BADGE), desks, st.just(2000), st.just("000"), serials)
any_number = slips | copies | bags | badges


@given(any_number)
def test_a_number_read_back_is_the_same_number(number: Number) -> None:
    assert numbers.parse(number.digits) == number
    assert numbers.read(number.grouped) == number
    assert len(number.digits) == numbers.LENGTH


@given(any_number)
def test_check_digits_agree_with_an_independent_library(number: Number) -> None:
    assert number.digits[14:] == mod_97_10.calc_check_digits(number.body)
    assert mod_97_10.is_valid(number.digits)


@given(st.text("0123456789", min_size=16, max_size=16))
def test_well_formed_means_valid_for_the_library_and_written_in_the_one_way(digits: str) -> None:
    # MOD 97-10 by remainder alone takes 00, 01 and 99 for 97, 98 and 02: two papers would show one number differently.
    canonical = mod_97_10.calc_check_digits(digits[:14]) == digits[14:]
    assert numbers.is_well_formed(digits) == (mod_97_10.is_valid(digits) and canonical)


@pytest.mark.parametrize("alias", ["1101265010002601", "1101265010009100", "1101265010005899"])
def test_no_second_way_to_write_a_number(alias: str) -> None:
    assert mod_97_10.is_valid(alias)
    assert not numbers.is_well_formed(alias)
    assert numbers.parse(alias) is None


@given(any_number, st.integers(0, 15), st.integers(1, 9))
def test_a_single_wrong_digit_is_refused(number: Number, place: int, by: int) -> None:
    digits = number.digits
    wrong = digits[:place] + str((int(digits[place]) + by) % 10) + digits[place + 1 :]
    assert numbers.read(wrong) is None


@given(any_number, st.integers(0, 14))
def test_swapped_neighbours_are_refused(number: Number, place: int) -> None:
    digits = number.digits
    assume(digits[place] != digits[place + 1])
    wrong = digits[:place] + digits[place + 1] + digits[place] + digits[place + 2 :]
    assert numbers.read(wrong) is None


@given(any_number, st.integers(0, 15))
def test_a_dropped_digit_is_refused(number: Number, place: int) -> None:
    assert numbers.read(number.digits[:place] + number.digits[place + 1 :]) is None


@given(any_number, st.integers(0, 16), st.sampled_from("0123456789"))
def test_an_added_digit_is_refused(number: Number, place: int, digit: str) -> None:
    assert numbers.read(number.digits[:place] + digit + number.digits[place:]) is None


@given(any_number, st.sampled_from(("00", "97")))
def test_a_leading_pair_that_mod_97_does_not_see_is_refused(number: Number, pair: str) -> None:
    assert mod_97_10.is_valid("00" + number.digits)
    assert numbers.read(pair + number.digits) is None


@given(any_number)
def test_no_number_starts_with_9(number: Number) -> None:
    assert number.digits[0] in "12345678"


@given(any_number)
def test_full_width_digits_read_as_the_same_number(number: Number) -> None:
    wide = number.grouped.translate({ord(" "): "　"} | {ord("0") + i: ord("０") + i for i in range(10)})
    assert numbers.read(wide) == number


@given(any_number, st.sampled_from("٠۰०০๐"))
def test_digits_of_other_scripts_are_refused(number: Number, zero: str) -> None:
    assert numbers.read("".join(chr(ord(zero) + int(digit)) for digit in number.digits)) is None


@given(slips)
def test_a_copy_leads_to_its_original_and_differs_from_it(number: Number) -> None:
    copy = number.copy
    assert copy.real_kind == COPY and copy.practice is number.practice
    assert copy.digits != number.digits
    assert copy.original == number and number.original == number and copy.copy == copy


@given(slips, slips)
def test_different_numbers_have_different_digits_and_labels(one: Number, other: Number) -> None:
    assume(one != other)
    assert one.digits != other.digits
    if one.kind == other.kind and one.desk == other.desk:
        assert one.label("大師1") != other.label("大師1")


@given(slips)
def test_practice_is_never_taken_for_real(number: Number) -> None:
    assert number.practice == (number.digits[0] in "8765")
    real = Number(SLIP, number.desk, number.fy, number.type, number.serial)
    practice = Number(PRACTICE[SLIP], number.desk, number.fy, number.type, number.serial)
    assert real.digits != practice.digits


def test_the_label_says_year_desk_type_and_serial() -> None:
    number = numbers.read("1101 2650 1000 4250")
    assert number == Number(SLIP, "101", 2026, "501", 42)
    assert number.label("大師1") == "令8-大師1-501-00042"
    assert number.grouped == "1101 2650 1000 4250"


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ("10002650100042", "desk 000 belongs to the test print"),
        ("01012650100042", "no kind 0"),
        ("91012650100042", "kind 9 would start with 9"),
        ("11012650100000", "serials start at 1"),
        ("11012650000042", "no type ends in 00"),
        ("11012605000042", "no section 0"),
        ("11011850100042", "no year before 令和"),
        ("21012650100042", "a bag names its section and 00"),
        ("21012600000042", "a bag of no section"),
        ("30012650100042", "a badge has no type"),
        ("30012600000042", "a badge has no year"),
    ],
)
def test_right_check_digits_do_not_make_it_ours(body: str, why: str) -> None:
    digits = body + mod_97_10.calc_check_digits(body)
    assert numbers.is_well_formed(digits), why
    assert numbers.parse(digits) is None, why


def test_a_blank_of_the_spare_book_has_type_000() -> None:
    number = Number(SLIP, "101", 2026, numbers.RESERVED_TYPE, 7)
    assert numbers.parse(number.digits) == number
    assert numbers.parse(number.copy.digits) == number.copy


@pytest.mark.parametrize(
    "text",
    ["1101265010004250", " 1101265010004250\r\n", "1101-2650-1000-4250", "１１０１２６５０１０００４２５０"],
)
def test_normalise_leaves_the_digits_alone(text: str) -> None:
    assert numbers.normalise(text) == "1101265010004250"


def test_normalise_takes_the_hyphens_out_of_a_label_too() -> None:
    assert numbers.normalise(" 令8-大師1-501-00042 ") == "令8大師150100042"


def test_normalise_leaves_a_long_text_alone() -> None:
    assert numbers.normalise("- " * 5_000 + "x") == "- " * 5_000 + "x"
