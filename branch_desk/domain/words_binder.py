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
        "保存期間満了日は{until}です。まだ廃棄できません。",
        "{may_go}以後に、2人で確認して記録してください。",
    ),
    "volume_open": (
        "未完了の預かり書が{count}件あるため、廃棄できません（{volume}）。",
        "返送照合・取消・書類の返却のどれかで終えてから、記録してください。",
    ),
    "volume_inquiry": (
        "所在調査中の預かり書が{count}件あるため、廃棄できません（{volume}）。",
        "所在調査を終えてから、記録してください。",
    ),
    "disposal_clock": ("端末の日付が正しいか確認できないため、廃棄を記録できません。", "時計を確認し、責任者の承認を受けてください。"),
    "nothing_to_export": ("書き出す預かり書がありません。", "絞り込みの条件を確認してください。"),
    "no_such_month": ("{month}の預かり書はありません。", "年と月を確認してください。"),
    "cover_asked": ("どの冊の表紙か分かりません。", "例: print --form cover 2026 1 3（年度 保存年数 冊の番号）"),
    "index_asked": ("どの月の目次か分かりません。", "例: print --form binder_index 2026-11"),
    "disposal_two": ("廃棄には、2人の職員の確認が必要です。", "--second で、もう一人の職員番号を指定してください。"),
}

BASIS: Final = "文書の保存の定めによる"
BINDER: Final = "回送管理簿"
INDEX_FILE: Final = "月別目次"
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


# ---- screen
TASKS_TITLE: Final = "つづり・CSV"
TASK_EXPORT: Final = "一覧をCSVに書き出す"
TASK_INDEX: Final = "月別目次（つづりにあるはずの紙）"
TASK_VOLUMES: Final = "つづりの冊（表紙・保存期間・廃棄）"
TASKS_NEXT: Final = "数字で選ぶ"
TASKS_RUN_NEXT: Final = "{fix}で書き出す。{back}でやめる"
TASKS_RUN: Final = "書き出す"
EXPORT_RULE: Final = "今の絞り込みのまま、番号・状態・日時を書き出します。氏名は入りません。書き出したことは記録に残ります。"
FILE_FAILED: Final = "ファイルを作れませんでした。何も記録していません。空き容量を確認し、もう一度操作してください。"
WORKING: Final = "書き出しています…"


def export_count(count: int) -> str:
    """What is chosen, with how many slips."""
    return f"{count:,}件"


def exported(name: str, count: int) -> str:
    """Next line after a file was written."""
    return f"{name} に{count:,}件を書き出しました"


INDEX_TITLE: Final = "管理簿 — 月別目次"
INDEX_NEXT: Final = "↑↓で月を選ぶ。{print}で目次を印刷、{finish}でCSV、{more}で原本のない番号"
INDEX_NOTES_NEXT: Final = "原本がない番号と理由。{more}で種類ごとの件数へ"
INDEX_EMPTY: Final = "この年度の預かり書はありません"
INDEX_NO_NOTES: Final = "すべての番号に、原本があります"
INDEX_COLUMNS: Final = {
    "type": "担当課・書類", "numbers": "番号", "copies": "控え", "originals": "原本", "open": "未完了", "voided": "取消",
    "handed_back": "返却",
}
NOTE_COLUMNS: Final = {"label": "番号", "state": "状態", "type": "書類", "detail": "理由・最後の所在"}
INDEX_KEYS: Final = {
    "back": "戻る", "year": "前の年度", "notes": "原本なし", "counts": "件数", "print": "目次", "csv": "CSV",
}
MONTH: Final = "月"
YEAR: Final = "年度"


def index_total(copies: int, originals: int, open_: int, voided: int, handed_back: int) -> str:
    """The line below the table."""
    return f"控え{copies:,}　原本{originals:,}　未完了{open_:,}　取消{voided:,}　返却{handed_back:,}"


VOLUMES_TITLE: Final = "管理簿 — つづりの冊"
VOLUMES_NEXT: Final = "↑↓で冊を選ぶ。{print}で表紙、{fix}で廃棄を記録、{more}で廃棄の一覧"
GONE_NEXT: Final = "廃棄した冊の一覧。{more}で冊の一覧へ"
VOLUMES_EMPTY: Final = "この年度のつづりはありません"
GONE_EMPTY: Final = "廃棄した冊はありません"
VOLUME_COLUMNS: Final = {
    "name": "つづり", "period": "預かった日", "slips": "件数", "until": "保存期間満了日", "state": "状況",
}
GONE_COLUMNS: Final = {"name": "つづり", "at": "廃棄した日", "by": "記録した職員", "second": "確認した職員"}
VOLUME_KEYS: Final = {
    "back": "戻る", "year": "前の年度", "gone": "廃棄の一覧", "volumes": "冊の一覧", "dispose": "廃棄を記録",
    "cover": "表紙", "begin": "次の冊",
}


def begin_sure(volume: str, number: int) -> str:
    """Before another volume begins: the same key once more."""
    return f"{volume}の次に第{number}冊を始め、本日預かる書類からつづる。もう一度{{finish}}"


def short_period(first: date, last: date) -> str:
    """2026/4/1〜2027/3/31."""
    return f"{first.year}/{first.month}/{first.day}〜{last.year}/{last.month}/{last.day}"


def long_day(year: str, day: date) -> str:
    """令和14年3月31日."""
    return f"{year}{day.month}月{day.day}日"


def row_range(first: int, last: int, total: int) -> str:
    """1-8 / 11件."""
    return f"{first:,}-{last:,} / {total:,}件"


DISPOSE_TITLE: Final = "{volume}の廃棄を記録"
DISPOSE_RULE: Final = (
    "紙を廃棄し、その場で確認した2人が記録します。1人は責任者です。廃棄の記録は取り消せません。台帳の記録は残ります。"
)
DISPOSE_NEXT_PIN: Final = "担当のPINを入力する"
DISPOSE_NEXT: Final = "{fix}で、もう一人の確認へ進む"
DISPOSE_RUN: Final = "もう一人へ"
DISPOSE_SECOND: Final = "{volume}を廃棄したことを、もう一人の職員が確認します。"
DISPOSE_OWN_PIN: Final = "担当のPIN"
