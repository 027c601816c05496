"""What the screens say of the 予備帳: blanks made ahead, and what was written on one keyed in afterwards."""

from __future__ import annotations

from datetime import date
from typing import Final

# ---- 受付: a blank is keyed in
TAKEN: Final = "お預かり"
TAKEN_NOTE: Final = "用紙の日時"
WRONG: Final = "日時の形が違います"
EARLY: Final = "用紙を作る前の日時です"
CARD: Final = "予備帳の用紙"
CARD_LINES: Final = (
    "この番号で記録します。新しい番号は使いません。",
    "用紙に書いてあるとおりに入力します。",
    "紙は用紙の3枚を使い、印刷はしません。",
)
CARD_ENDED: Final = "前の年度の用紙です。お預かりした日時を確認してください。"
NEXT_TYPE: Final = "用紙を見て、書類の種類を番号か読みで入力し、{on}"
NEXT_TAKEN: Final = "お預かりした月日と時刻を8桁で入力（例 11201430）"
NEXT_RECORD: Final = "用紙と同じか確認し、{finish}で記録"
NEXT_RECORDED: Final = "控えの「後日入力済み」に印を付ける。次の用紙は読み取る"
NEXT_REFUSED: Final = "書類をお返しする連絡をし、{finish}で終了。用紙の番号は未処理のまま残る"
RECORD: Final = "記録"
LEAVE: Final = "やめる"
LEAVE_TYPED: Final = "入力した文字を消すと、{back}で予備帳の入力をやめられる"
RECORDED: Final = "記録しました"
HALF_TYPED: Final = "入力中の1件を終えてから、もう一度読み取る"
READ: Final = "予備帳の用紙 {label}"


def title(screen: str, label: str) -> str:
    """The title row while a blank is keyed in."""
    return f"{screen} — 予備帳 {label}"


def left(label: str) -> str:
    """Status line: nothing was recorded of this blank."""
    return f"{label} は未処理のまま"


def recorded(label: str) -> str:
    """Status line after a blank was keyed in."""
    return f"{label} を予備帳から記録"


def steps(section: str) -> tuple[str, ...]:
    """What the hands do with the three parts of the blank."""
    return ("控えの「後日入力済み」に印を付け、日付を書いて管理簿につづる", f"原本を書類に付け、{section}行きの袋へ")


# ---- 管理簿: the blanks
TASK: Final = "予備帳（停電のときに手書きする用紙）"
TITLE: Final = "管理簿 — 予備帳"
COUNT: Final = "新しく作る枚数"
COUNT_NOTE: Final = "A4に1枚ずつ。1回に{most}枚まで"
COUNT_NOTE_SHORT: Final = "枚（{most}枚まで）"
COLUMNS: Final = {"label": "番号", "digits": "16桁の番号", "drawn": "作った日", "state": "状況"}
WAITS: Final = "未処理"
ENDED: Final = "年度が終わった用紙"
KEYS: Final = {"back": "戻る", "count": "枚数", "void": "取消", "make": "用紙を作る", "on": "内容を入力"}
NEXT: Final = "書いた用紙は選んで{on}か、受付で読み取る。{print}で新しく作る"
EMPTY: Final = "未処理の用紙はありません"
NEXT_EMPTY: Final = "未処理の用紙はありません。枚数を確認し、{print}で新しく作る"
NEXT_ENDED: Final = "年度が終わった用紙があります。書いていない用紙は{fix}で取消"
NEXT_COUNT: Final = "枚数を入力し、{print}で用紙を作る"
COUNT_FORM: Final = "枚数は1から{most}までの数字です"
MAKING: Final = "用紙を作っています…"
VOID_TITLE: Final = "予備帳の用紙の取消"
VOID_ONE: Final = "{label}の1枚"
VOID_ENDED: Final = "年度が終わった用紙 {count}枚"
VOID_WARNING: Final = "何も書いていないことを確かめ、用紙は裁断します。番号は二度と使いません。"
VOIDED: Final = "予備帳の用紙{count}枚を取消"


def sure(count: int) -> str:
    """Before numbers are drawn: the same key once more."""
    return f"{count}枚分の番号を確保し、用紙を作る。もう一度{{print}}"


def day(at: date) -> str:
    """2026/11/20."""
    return f"{at.year}/{at.month}/{at.day}"


def below(total: int, ended: int) -> str:
    """The line below the table."""
    return f"未処理 {total:,}枚" + (f"（年度が終わった用紙 {ended:,}枚）" if ended else "")
