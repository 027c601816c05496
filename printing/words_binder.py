"""What the 月別目次 of the binder says. Ordinary 公用文."""

from __future__ import annotations

INDEX, INDEX_WHAT = "月別目次", "回送管理簿"
MADE, MADE_BY = "作成", "作成者"
PARTS = ("1　つづられている紙", "2　原本がない番号と、所在調査中の番号")
COLUMNS = ("担当課・書類", "番号", "控え", "原本", "未完了", "取消", "返却")
NOTE_COLUMNS = ("番号", "状態", "理由・最後の所在")
TOTAL = "合計"
NO_NOTES = "すべての番号に、原本があります。"
ORDER = "つづり方　種類ごと、番号の順。控えの次に原本。取消・返却の番号は、控えだけをつづる。"
NO_NAMES = "氏名は載せていません。番号で照合してください。"
COUNTED = "紙を数えた結果"
STAMPS = ("数えた人", "確認した人", "責任者")


def copies(n: int) -> str:
    """控え 120枚."""
    return f"控え {n}枚"


def originals(n: int) -> str:
    """原本 118枚."""
    return f"原本 {n}枚"
