"""What a scanner, a keyboard or a pasted text may bring, with the verdict each must get.

Plain data, so that the domain, the command line and the screens are held to the same table. The verdicts are those of
desk 101's real ledger of fiscal year 2026 (or any other real ledger) in which nothing has been recorded yet: a number
that reads well is then `unknown`. `GOOD` is such a number; its label is 令8-大師1-501-00042.

Decided here, where EVENTS only says "after NFKC":
- Characters that NFKC turns into an ASCII digit (circled, superscript, mathematical) count as that digit. The check
  digits still hold, so nothing can be taken for another number. Digits of other scripts stay what they are: unreadable.
- Blanks and hyphens are skipped, because the number is printed in groups of four, and an IME gives other hyphens. A
  blank, tab or line end around the whole is a scanner's suffix. Anything else (a tab or a line end inside, an
  invisible character) may be where two scans ran into each other: unreadable.
"""

from __future__ import annotations

from dataclasses import dataclass

GOOD = "1101265010004250"
_FULL_WIDTH = GOOD.translate({ord("0") + i: ord("０") + i for i in range(10)})


@dataclass(frozen=True, slots=True)
class Scan:
    """One text, what it is, and the word of the verdict (branch_desk.domain.verdict.Verdict)."""

    what: str
    text: str
    verdict: str

    @property
    def can_be_an_argument(self) -> bool:
        """Whether an operating system can hand the text to a program: no NUL, no half of a surrogate pair."""
        return "\0" not in self.text and not any("\ud800" <= char <= "\udfff" for char in self.text)


def _digits(zero: str) -> str:
    """GOOD in the digits of another script, whose zero is given and whose others follow it."""
    return "".join(chr(ord(zero) + int(digit)) for digit in GOOD)


def _unreadable(what: str, text: str) -> Scan:
    return Scan(what, text, "unreadable")


def _reads(what: str, text: str) -> Scan:
    return Scan(what, text, "unknown")


def _not_ours(what: str, text: str) -> Scan:
    return Scan(what, text, "not_ours")


READS_WELL = (
    _reads("as the scanner sends it", GOOD),
    _reads("scanner suffix CR", GOOD + "\r"),
    _reads("scanner suffix CR LF", GOOD + "\r\n"),
    _reads("scanner suffix tab", GOOD + "\t"),
    _reads("blanks around", f"  {GOOD} "),
    _reads("groups of four as printed", "1101 2650 1000 4250"),
    _reads("groups of four, hyphens", "1101-2650-1000-4250"),
    _reads("groups of four, blank and hyphen", "1101 - 2650 - 1000 - 4250"),
    _reads("full-width digits", _FULL_WIDTH),
    _reads("full-width digits, ideographic blanks", "　１１０１　２６５０　１０００　４２５０　"),
    _reads("full-width digits, full-width hyphens", "１１０１－２６５０－１０００－４２５０"),
    _reads(
        "full-width digits, long vowel marks that an IME gives for the hyphen key",
        "１１０１ー２６５０ー１０００ー４２５０",
    ),
    _reads("half-width long vowel marks", "1101ｰ2650ｰ1000ｰ4250"),
    _reads("minus signs", "1101−2650−1000−4250"),
    _reads("en and em dashes", "1101–2650—1000―4250"),
    _reads("no-break and thin blanks, pasted from a PDF", "1101\u00a02650\u20091000\u202f4250"),
    _reads("a hyphen in front", "-" + GOOD),
    _reads("a hyphen behind", GOOD + "-"),
    _reads("half full-width", "１１０１２６５０10004250"),
    _reads("circled digits", "①①0①②⑥⑤0①000④②⑤0"),
    _reads("superscripts", "¹¹⁰¹²⁶⁵⁰¹⁰⁰⁰⁴²⁵⁰"),
    _reads("subscripts", "₁₁₀₁₂₆₅₀₁₀₀₀₄₂₅₀"),
    _reads("mathematical double-struck digits", _digits("𝟘")),
    _reads("mathematical monospace digits", _digits("𝟶")),
    _reads("segmented display digits", _digits("🯰")),
)

NOT_SIXTEEN_DIGITS = (
    _unreadable("nothing", ""),
    _unreadable("a blank", " "),
    _unreadable("a line end", "\n"),
    _unreadable("hyphens alone", "----------------"),
    _unreadable("15 digits: the last one missing", GOOD[:-1]),
    _unreadable("15 digits: the first one missing", GOOD[1:]),
    _unreadable("17 digits: one too many", GOOD + "0"),
    _unreadable("17 digits: a leading zero", "0" + GOOD),
    _unreadable("18 digits whose first pair 97 MOD 97-10 does not see", "97" + GOOD),
    _unreadable("18 digits whose first pair 00 MOD 97-10 does not see", "00" + GOOD),
    _unreadable("14 digits without their check digits", GOOD[:-2]),
    _unreadable("the same number twice", GOOD + GOOD),
    _unreadable("two numbers, line by line", f"{GOOD}\n1101265010004347"),
    _unreadable("a line end inside", GOOD[:8] + "\n" + GOOD[8:]),
    _unreadable("a tab inside", GOOD[:8] + "\t" + GOOD[8:]),
    _unreadable("a plus sign in front", "+" + GOOD),
    _unreadable("a decimal point", GOOD[:-2] + "." + GOOD[-2:]),
    _unreadable("underscores, which int() would skip", "1101_2650_1000_4250"),
    _unreadable("10,000 ones", "1" * 10_000),
    _unreadable("10,000 blanks inside", GOOD[:8] + " " * 10_000 + GOOD[8:]),
    _unreadable("10,000 characters that NFKC makes eighteen each of", "\ufdfa" * 10_000),
    _unreadable("100,000 combining marks in the slowest order for NFKC", GOOD + "\u0301\u0323" * 50_000),
    _unreadable("kana from a scanner while the IME is on", "ぬぬわぬふおえわぬわわわうふえわ"),
    _unreadable("katakana", "ヌヌワヌフオエワヌワワワウフエワ"),
    _unreadable("half-width katakana", "ﾇﾇﾜﾇﾌｵｴﾜﾇﾜﾜﾜｳﾌｴﾜ"),
    _unreadable("kanji numerals", "一一〇一二六五〇一〇〇〇四二五〇"),
    _unreadable("Arabic-Indic digits", _digits("٠")),
    _unreadable("Persian digits", _digits("۰")),
    _unreadable("Devanagari digits", _digits("०")),
    _unreadable("Bengali digits", _digits("০")),
    _unreadable("Thai digits", _digits("๐")),
    _unreadable("one Arabic-Indic digit among ASCII", GOOD[:-1] + "٠"),
    _unreadable("small letters", "abcdefghijklmnop"),
    _unreadable("capital letters", "ABCDEFGHIJKLMNOP"),
    _unreadable("letters that look like digits", "llOl265OlOOO425O"),
    _unreadable("a shifted number row", "!!)!@^%)!)))$@%)"),
    _unreadable("Roman numerals", "ⅠⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅠⅡⅢⅣⅤ"),
    _unreadable("digits with full stop", "⒈⒈0⒈⒉⒍⒌0⒈000⒋⒉⒌0"),
    _unreadable("digits in brackets", "⑴⑴0⑴⑵⑹⑸0⑴000⑷⑵⑸0"),
    _unreadable("the label instead of the number", "令8-大師1-501-00042"),
    _unreadable("a name", "髙﨑 德次郎"),
    _unreadable("a wrong last digit", GOOD[:-1] + "1"),
    _unreadable("a wrong digit in the serial", "1101265010004350"),
    _unreadable("neighbours swapped", "1101265010002450"),
    _unreadable("check digits 01 where 98 belong: the same remainder", "1101265010002601"),
    _unreadable("check digits 00 where 97 belong: the same remainder", "1101265010009100"),
    _unreadable("check digits 99 where 02 belong: the same remainder", "1101265010005899"),
    _unreadable("sixteen zeros", "0" * 16),
    _unreadable("sixteen nines", "9" * 16),
)

OTHER_CODES = (
    _unreadable("a My Number card's number", "987654321018"),
    _unreadable("a My Number card's number in groups", "9876 5432 1018"),
    _unreadable("JAN-13", "4901234567894"),
    _unreadable("JAN-8", "49123456"),
    _unreadable("ISBN-13", "9784101010014"),
    _unreadable("ITF-14 of a carton", "14901234567891"),
    _unreadable("SSCC with its GS1 prefix", "(00)000123456789012343"),
    _unreadable("a payment card's number", "4111111111111111"),
    _unreadable("GS1-128: FNC1 sent as GS in front", "\x1d" + GOOD),
    _unreadable("GS1-128: FNC1 sent as GS inside", GOOD[:8] + "\x1d" + GOOD[8:]),
    _unreadable("GS1 application identifier", "(240)" + GOOD),
    _unreadable("AIM symbology identifier", "]C1" + GOOD),
    _unreadable("AIM symbology identifier of a plain Code 128", "]C0" + GOOD),
    _unreadable("Code 39 with its stars", f"*{GOOD}*"),
    _unreadable("an https address", "https://example.jp/s/" + GOOD),
    _unreadable("an address in a QR code", "HTTP://EXAMPLE.JP/1101265010004250"),
    _unreadable("a script address", "javascript:alert(1)"),
    _unreadable("a formula for a spreadsheet", "=1101265010004250"),
    _unreadable("SQL", "1101265010004250'; DROP TABLE event;--"),
    _unreadable("a path", "../../" + GOOD),
    _unreadable("JSON", '{"number": "1101265010004250"}'),
    _unreadable("an option of the command line", "--accept"),
    _unreadable("an electronic certificate's VEVENT", "BEGIN:VEVENT"),
)

CONTROL_CHARACTERS = (
    _unreadable("NUL inside", GOOD[:8] + "\0" + GOOD[8:]),
    _unreadable("NUL behind", GOOD + "\0"),
    _unreadable("STX and ETX around", f"\x02{GOOD}\x03"),
    _unreadable("ESC in front", "\x1b" + GOOD),
    _unreadable("EOT behind", GOOD + "\x04"),
    _unreadable("DEL", GOOD + "\x7f"),
    _unreadable("NEXT LINE behind", GOOD + "\x85"),
    _unreadable("line separator inside", GOOD[:8] + "\u2028" + GOOD[8:]),
    _unreadable("byte order mark", "\ufeff" + GOOD),
    _unreadable("left-to-right mark", "\u200e" + GOOD),
    _unreadable("right-to-left override, which shows another number", "\u202e" + GOOD),
    _unreadable("zero-width blank inside", GOOD[:4] + "\u200b" + GOOD[4:]),
    _unreadable("soft hyphen inside", GOOD[:4] + "\u00ad" + GOOD[4:]),
    _unreadable("a combining mark on a digit", GOOD + "\u0301"),
    _unreadable("keycap digits", "\ufe0f\u20e3".join(GOOD)),
    _unreadable("half of a surrogate pair", GOOD + "\ud83d"),
    _unreadable("a replacement character", GOOD[:-1] + "\ufffd"),
)

WELL_FORMED_BUT_NOT_A_SLIP = (
    _not_ours("kind 0", "0101265010004295"),
    _not_ours("kind 9", "9101265010004278"),
    _not_ours("starts with 99", "9901265010004242"),
    _not_ours("desk 000: the test print", "1000265010004256"),
    _not_ours("desk 000, copy", "4000265010004218"),
    _not_ours("desk 000, practice", "8000265010004232"),
    _not_ours("serial 00000", "1101265010000079"),
    _not_ours("type ending in 00", "1101265000004229"),
    _not_ours("type 100", "1101261000004268"),
    _not_ours("a type of section 0", "1101260500004285"),
    _not_ours("copy of a type ending in 00", "4101265000004288"),
    _not_ours("a year before 令和", "1101185010004254"),
    _not_ours("bag", "2101265000000789"),
    _not_ours("bag with a type of a slip", "2101265010000713"),
    _not_ours("bag of no section", "2101260000000765"),
    _not_ours("bag with serial 00000", "2101265000000013"),
    _not_ours("staff badge", "3001000000001271"),
    _not_ours("badge with a year", "3001260000001258"),
    _not_ours("badge of staff code 00000", "3001000000000010"),
)

OTHER_KINDS = (
    Scan("copy: お客様控, 番号札, 控え", "4101265010004212", "copy"),
    Scan("copy, full-width", "４１０１２６５０１０００４２１２", "copy"),
    Scan("copy of a 予備帳 blank", "4101260000004264", "copy"),
    Scan("practice slip", "8101265010004226", "practice"),
    Scan("practice copy", "5101265010004264", "practice"),
    Scan("practice bag", "7101265000000758", "practice"),
    Scan("practice badge", "6001000000001233", "practice"),
    Scan("slip of another branch's desk that nobody has told us of", "1102265010004297", "unknown"),
    Scan("a 予備帳 blank", "1101260000004205", "unknown"),
    Scan("the first year of 令和", "1101195010004205", "unknown"),
    Scan("the highest number there can be", "1999999999999911", "unknown"),
)

HOSTILE_SCANS = (
    READS_WELL
    + NOT_SIXTEEN_DIGITS
    + OTHER_CODES
    + CONTROL_CHARACTERS
    + WELL_FORMED_BUT_NOT_A_SLIP
    + OTHER_KINDS
)
