"""Every Japanese word of binder volumes: index, retention, disposal; services, command line and screen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

# Refused by a rule: (sentence, what to do next). services/results.refuse finds them here.
RULES: dict[str, tuple[str, str]] = {
    "no_such_volume": ("{volume}はありません。", "年度・保存年数・冊の番号を確認してください。"),
    "volume_day": (
        "新しい冊は、{first}から本日までの日で始めます。",
        "始める日を確認してください。",
    ),
    "volumes_settled": ("{volume}の年度には、廃棄した冊があります。冊の分け方は変更できません。", ""),
    "already_disposed": ("{volume}は、{at}に廃棄を記録しています。", "廃棄の一覧を確認してください。"),
    "kept_until": (
        "{volume}の保存期間満了日は、{until}です。まだ廃棄できません。",
        "{may_go}以後に、2人で確認して記録してください。",
    ),
    "volume_open": (
        "{volume}には、完了していない預かり書が{count}件あります。廃棄できません。",
        "返送照合・取消・書類の返却のどれかで終えてから、記録してください。",
    ),
    "volume_inquiry": (
        "{volume}には、所在調査中の預かり書が{count}件あります。廃棄できません。",
        "所在調査を終えてから、記録してください。",
    ),
    "disposal_clock": ("端末の日付が正しいか確認できないため、廃棄を記録できません。", "時計を確認し、責任者の承認を受けてください。"),
    "nothing_to_export": ("書き出す預かり書がありません。", "絞り込みの条件を確認してください。"),
    "no_such_month": ("{month}の預かり書はありません。", "年と月を確認してください。"),
    "disposal_two": ("廃棄には、2人の職員の確認が必要です。", "--second で、もう一人の職員番号を指定してください。"),
}

BASIS: Final = "文書の保存の定めによる"
BINDER: Final = "回送管理簿"
INDEX: Final = "回送管理簿 月別目次"
COVER: Final = "つづり表紙"


def volume_name(year: str, retention: int, number: int) -> str:
    """令和8年度 保存5年 第1冊."""
    return f"{year} 保存{retention}年 第{number}冊"


def class_name(year: str, retention: int) -> str:
    """令和8年度 保存5年."""
    return f"{year} 保存{retention}年"


def retention(years: int) -> str:
    """5年."""
    return f"{years}年"


def period(year: str, first: date, last: date) -> str:
    """令和8年4月1日から 令和9年3月31日まで; the second year only where it is another."""
    until = "" if last.year == first.year else f"令和{last.year - 2018}年"
    return f"{year}{first.month}月{first.day}日から {until}{last.month}月{last.day}日まで"


def types(codes: Sequence[str]) -> str:
    """11種類（101 から 602）."""
    if not codes:
        return "なし"
    return f"{len(codes)}種類（{codes[0]} から {codes[-1]}）" if len(codes) > 1 else f"1種類（{codes[0]}）"


def slips(count: int, lost: int, voided: int, handed_back: int) -> str:
    """412件（欠番 0、取消 3、書類の返却 2）."""
    return f"{count}件（欠番 {lost}、取消 {voided}、書類の返却 {handed_back}）"


def spine(first: date, last: date) -> str:
    """4月〜3月, 11月."""
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.month}月"
    return f"{first.month}月〜{last.month}月"


# ---- index
NOT_BACK: Final = "未返送"
FILED: Final = "原本あり"
SPARE: Final = "予備帳"
UNUSED: Final = "予備のまま"


def month_name(year: str, month: int) -> str:
    """令和8年11月."""
    return f"{year}{month}月"


def serials(spans: Sequence[tuple[int, int]]) -> str:
    """00001〜00042、00045."""
    return "、".join(f"{a:05d}" if a == b else f"{a:05d}〜{b:05d}" for a, b in spans)


CSV_HEADING: Final = (
    "番号", "16桁", "預かり", "課", "種類", "書類", "状態", "控え", "原本", "理由", "照合", "所在調査", "最後の所在",
)
CSV_COPY: Final = "控えをつづる"
CSV_ORIGINAL: Final = {"filed": "原本をつづる", "out": "未返送", "none": "なし"}
INQUIRY: Final = "所在調査中"

# ---- command line
INDEX_LINE: Final = "{type} {name}  {numbers}  控え{copies} 原本{originals} 未完了{open} 取消{voided} 返却{handed_back}"
NOTE_LINE: Final = "  {label}  {state}  {detail}"
TOTAL_LINE: Final = "合計  控え{copies} 原本{originals} 未完了{open} 取消{voided} 返却{handed_back}"
VOLUME_LINE: Final = "{name}  {slips}件  未完了{open}  保存期間満了日 {until}  {state}"
BEGUN: Final = "{name}を始めました。"
DISPOSED: Final = "{name}の廃棄を記録しました。"
GONE_LINE: Final = "{name}  {at} 廃棄  {by}・{second}"
NONE: Final = "つづりはありません。"
WRITTEN: Final = "{count}件を書き出しました: {file}"


def volume_state(disposed_on: str | None, open_: int, inquiries: int, over: bool) -> str:
    """What is to be said of a volume now."""
    if disposed_on:
        return f"{disposed_on} 廃棄"
    if inquiries:
        return f"所在調査中 {inquiries}件"
    if open_:
        return f"未完了 {open_}件"
    return "廃棄できます" if over else "保存中"
