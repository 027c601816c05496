"""集計 on one page whatever there is to say, and 欠番表 on as many as it takes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from printing import Bar, DoesNotFit, Figure, Gaps, Statistics, draw, raster
from printing.page import leaves
from printing.sketch import Slant, Space, Text
from tests.printing.measures import collisions, outside

EDGE = 4.2
LONG = "児童扶養手当・特別児童扶養手当・障害児福祉手当・特別障害者手当の変更届（住所・氏名）"
NAMES = ("4月", "5月", "6月", "7月", "8月", "9月", "10月", "11月", "12月", "1月", "2月", "3月")
DONE = (402, 318, 341, 366, 298, 352, 377, 250)

YEAR = Statistics(
    "令和8年度",
    "4月1日〜11月30日",
    "大師支所の全窓口（大師1・大師2）",
    "令和8年11月30日（月）",
    (
        Figure("発行", "2846", "件"),
        Figure("完了", "2781", "件"),
        Figure("戻り待ち", "41", "件"),
        Figure("取消・書類の返却", "15・9", "件"),
        Figure("預かりから完了", "4.5", "開庁日", "中央値。9割は11開庁日以内"),
    ),
    tuple(Bar(name, DONE[n] if n < 8 else 0, 41 if n == 7 else 0, n < 8) for n, name in enumerate(NAMES)),
    tuple(
        (f"{name}（3階）", "812", "801", "9", "3日", "6日", "2", "1")
        for name in (
            "保険年金課",
            "地域ケア推進課",
            "地域支援課",
            "児童家庭課",
            "高齢・障害課",
            "保護課",
            "合計",
        )
    ),
    (("一覧にない書類", 63), ("回送しない種類（申請受理日が重要）", 21), ("事業者から", 6)),
    (("資産申告書", "19件→年29件"), ("公害健康被害認定関係の申請", "27件→年41件")),
    0,
    True,
    "年換算＝取消を除く238日間の件数×365÷238",
    (("介護保険負担限度額認定申請", "31件"),),
    "欠番 0  取消 15（理由の記録あり）",
    ("要対応の期限  未着 2開庁日", "6月1日 未着 2開庁日 → 3開庁日"),
    ("開庁日は、土曜・日曜・祝日を除いて数えています。個人情報は含みません。",),
)
FULL = replace(
    YEAR,
    place="この窓口に記録があるすべて（大師1・大師2・田島地区1・田島地区2ほか12窓口）",
    months=tuple(Bar(name, 12345, 6789) for name in (*NAMES, "4月")),
    sections=tuple(
        ("高齢・障害・地域包括支援課（3階）", *["12345"] * 3, "10.5日", "120日", "123", "45")
        for _ in range(13)
    ),
    refused=tuple((f"回送しない種類（申請受理日が重要）{n}", 10**n) for n in range(8)),
    few=((LONG, "0件→年0件"), (LONG, "48件（123日）→年49件"), (LONG, "12件→年18件")),
    more_few=31,
    asked=((LONG, "12345件"), (LONG, "120件"), (LONG, "7件")),
    how="年換算＝取消を除く238日間の件数×365÷238（10月1日から）",
    changes=(
        "要対応の期限  " + "未発送とする時刻 17時15分、" * 3,
        *["12月28日 未返送とする開庁日数 10開庁日 → 15開庁日  責任者 佐々木  理由 庁内便・開庁日の変更"] * 2,
    ),
    notes=YEAR.notes * 3,
)
EMPTY = replace(
    YEAR,
    months=tuple(Bar(name, 0, 0) for name in NAMES),
    sections=YEAR.sections[-1:],
    refused=(),
    few=(),
    asked=(),
    changes=(),
    figures=tuple(replace(figure, value="–", unit="") for figure in YEAR.figures),
)
NUMBERS = Gaps(
    "令和8年度",
    "大師1（この窓口の系列）",
    "令和8年11月30日（月）",
    "11系列・347件の通し番号に、欠番はありません。",
    True,
    tuple(
        (f"{501 + n}", "介護保険要介護・要支援認定申請", "1", "99999", "99999", "0", "0", "0", "0")
        for n in range(11)
    ),
    tuple(
        (f"令8-大師1-501-{n:05d}", LONG, "令和8年7月17日（金）9時14分", "種類の選び違い", "佐々木")
        for n in range(60)
    ),
    (("令8-大師1-000-00001〜令8-大師1-000-00012", "12", "予備帳（未使用）"),),
)
FORMS = {
    "a year": YEAR,
    "all there can be": FULL,
    "nothing": EMPTY,
    "practice": replace(YEAR, practice=True),
    "full practice": replace(FULL, practice=True),
    "numbers": NUMBERS,
    "no voids": replace(NUMBERS, voids=(), others=()),
    "a gap": replace(
        NUMBERS, sound=False, proof="11系列・347件の通し番号に、欠番が2件あります。台帳の点検をしてください。"
    ),
    "practice numbers": replace(NUMBERS, practice=True),
}


@pytest.mark.parametrize("name", FORMS)
def test_nothing_runs_into_anything_or_leaves_the_paper(name):
    for sheet in leaves(FORMS[name], "A4"):
        assert collisions(sheet) == []
        assert outside(sheet, EDGE) == []


@pytest.mark.parametrize("name", ["a year", "all there can be", "nothing"])
def test_a_year_is_one_page(name):
    assert len(leaves(FORMS[name], "A4")) == 1
    assert draw(FORMS[name], "A4").pdf.startswith(b"%PDF")


def test_every_void_is_on_some_page():
    sheets = leaves(NUMBERS, "A4")
    said = [mark.text for sheet in sheets for mark in sheet.texts()]
    assert len(sheets) > 1 and all(f"令8-大師1-501-{n:05d}" in said for n in range(60))


def test_the_number_stands_over_each_bar_and_a_month_to_come_has_none():
    (sheet,) = leaves(YEAR, "A4")
    said = [mark.text for mark in sheet.texts()]
    assert [str(done + (41 if n == 7 else 0)) for n, done in enumerate(DONE)] == [
        text for text in said if text in {str(done) for done in DONE} | {"291"}
    ]


def test_slanted_hatching_means_practice_alone():
    assert not any(isinstance(mark, Slant) for sheet in leaves(YEAR, "A4") for mark in sheet.marks)
    assert any(isinstance(mark, Slant) for sheet in leaves(FORMS["practice"], "A4") for mark in sheet.marks)


def test_closed_is_black_and_still_out_is_striped():
    """A bar of closed slips is black throughout, one of open ones has white between its lines."""
    closed, still = (
        shades(replace(YEAR, months=(Bar("4月", done, open_),))) for done, open_ in ((100, 0), (0, 100))
    )
    assert closed > 0.99 and 0.1 < still < 0.6


def shades(form: Statistics) -> float:
    """How much of the middle of the only bar is black."""
    dots = raster(draw(form, "A4"), dpi=300)
    x, mm = round((24 + 86) * 300 / 25.4), 300 / 25.4
    rows = range(round(80 * mm), round(110 * mm))
    stride = len(dots.rows) // dots.height
    return sum(dots.rows[y * stride + x // 8] >> (7 - x % 8) & 1 for y in rows) / len(rows)


@pytest.mark.parametrize("name", FORMS)
def test_there_is_room_for_a_stamp(name):
    stamps = [mark for sheet in leaves(FORMS[name], "A4") for mark in sheet.marks if isinstance(mark, Space)]
    assert stamps and all(mark.w >= 15 and mark.h >= 15 for mark in stamps if mark.name == "stamp")


@pytest.mark.parametrize("form", [YEAR, NUMBERS])
def test_it_wants_an_a4(form):
    for paper in ("A5", "80mm"):
        with pytest.raises(DoesNotFit):
            draw(form, paper)


def test_letters_stay_readable():
    assert (
        min(mark.size for sheet in leaves(YEAR, "A4") for mark in sheet.marks if isinstance(mark, Text))
        >= 2.6
    )
