"""What the bytes of a printer mean, and what is told apart when several kinds of answers come over one
line.
"""

from __future__ import annotations

import pytest

from printing.status import Garbled, Mute, Status, Talk, from_answers

GOOD = {1: 0x12, 2: 0x12, 3: 0x12, 4: 0x12}
FINE = Status(online=True, cover_open=False, paper_out=False, near_end=False, error=False, feeding=False)

# question, bit, what it means (Epson's reference, DLE EOT; the tables of Bixolon SRP-350 and HPRT TP80K say
# the same)
BITS = [
    (1, 0x04, {}),  # drawer pin 3: nothing to us
    (1, 0x08, {"online": False}),
    (1, 0x20, {}),  # waits for a recovery, which comes with offline
    (1, 0x40, {"feeding": True}),
    (2, 0x04, {"cover_open": True}),
    (2, 0x08, {"feeding": True}),
    (2, 0x20, {"paper_out": True}),
    (2, 0x40, {"error": True}),
    (3, 0x04, {"error": True}),
    (3, 0x08, {"error": True}),
    (3, 0x20, {"error": True}),
    (3, 0x40, {"error": True}),
    (4, 0x04, {"near_end": True}),
    (4, 0x08, {"near_end": True}),
    (4, 0x20, {"paper_out": True}),
    (4, 0x40, {"paper_out": True}),
]


@pytest.mark.parametrize(("question", "bit", "means"), BITS)
def test_each_bit(question, bit, means):
    read = from_answers({**GOOD, question: 0x12 | bit})
    expected = {name: means.get(name, getattr(FINE, name)) for name in Status.__slots__}
    assert read == Status(**expected)
    assert read.good == (not means or "near_end" in means)


@pytest.mark.parametrize(
    ("facts", "fault"),
    [
        ({}, None),
        ({"near_end": True}, None),
        ({"online": False}, "offline"),
        ({"online": False, "cover_open": True, "paper_out": True}, "cover_open"),
        ({"online": False, "paper_out": True, "error": True}, "paper_out"),
        ({"online": False, "error": True}, "error"),
        ({"online": False, "feeding": True}, "feeding"),
        ({"stopped": True, "online": False}, "stopped"),
    ],
)
def test_the_one_thing_to_put_right_first(facts, fault):
    assert Status(**{"online": True, **facts}).fault == fault


def test_what_nobody_said_is_neither_good_nor_a_fault():
    assert not Status().good and Status().fault is None


class Line:
    """A printer that answers each question with the next of the prepared pieces; time passes only while
    nothing comes.
    """

    def __init__(self, *pieces: bytes) -> None:
        self.pieces, self.asked, self.time = list(pieces), [], 0.0
        self.ready: list[bytes] = []

    def ask(self, question: bytes) -> None:
        self.asked.append(question)
        if self.pieces:
            self.ready.append(self.pieces.pop(0))

    def read(self, seconds: float) -> bytes:
        if self.ready and self.ready[0]:
            return self.ready.pop(0)
        self.time += seconds
        return b""

    def now(self) -> float:
        return self.time


def talk(*pieces: bytes) -> tuple[Talk, Line]:
    line = Line(*pieces)
    return Talk(line, 1.5, line.now), line


def test_all_four_questions_are_asked():
    conversation, line = talk(b"\x12", b"\x12", b"\x12", b"\x1e")
    assert conversation.status() == Status(True, False, False, True, False, False)
    assert line.asked == [b"\x10\x04\x01", b"\x10\x04\x02", b"\x10\x04\x03", b"\x10\x04\x04"]


def test_a_mute_printer_costs_the_time_of_one_question():
    conversation, line = talk()
    with pytest.raises(Mute):
        conversation.status()
    assert line.time == pytest.approx(1.5) and len(line.asked) == 1


def test_a_printer_that_falls_silent_later_is_mute_too():
    conversation, _ = talk(b"\x12", b"\x12")
    with pytest.raises(Mute):
        conversation.status()


@pytest.mark.parametrize(
    "noise",
    [b"\x11", b"\x13\x11", b"\x10\x00\x00\x00", b"\x14\x00\x03\x0f", b"\x37\x22AB12\x00", b"\x37\x40\x00"],
)
def test_what_else_a_printer_may_say_is_passed_over(noise):
    conversation, _ = talk(noise + b"\x12", b"\x12" + noise, b"\x12", noise + b"\x12")
    assert conversation.status() == FINE


@pytest.mark.parametrize(
    "noise",
    [b"\x00", b"\xff", b"\x92", b"HTTP/1.1 400", b"SSH-2.0", b"\x1b", b"\x10\x00\xff\x00", b"\x37" * 90],
)
def test_what_no_printer_says_is_not_taken_for_a_state(noise):
    conversation, _ = talk(noise, b"\x12", b"\x12", b"\x12")
    with pytest.raises(Garbled):
        conversation.status()


def test_a_block_may_come_in_pieces():
    conversation, line = talk()
    for piece in (b"\x37", b"\x22A", b"B12", b"\x00\x12"):
        line.ready.append(piece)
    assert conversation.printed(b"AB12", 1.0)


def test_a_ticket_may_hold_what_looks_like_an_answer_and_only_the_whole_ticket_counts():
    conversation, line = talk()
    line.ready.append(b"\x37\x22 2PV\x00\x37\x22AB13\x00")
    assert not conversation.printed(b"AB12", 1.0)
    line.ready.append(b"\x37\x22AB12\x00")
    assert conversation.printed(b"AB12", 1.0)


def test_answers_that_came_before_the_question_are_not_its_answer():
    conversation, line = talk(b"\x12", b"\x12", b"\x12", b"\x12")
    line.ready.append(b"\x1a" * 20)  # the raster asked twenty times while the printer was offline
    assert conversation.status() == FINE
