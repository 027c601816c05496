"""What 集計 and 欠番表 say of themselves. Ordinary 公用文; everything that depends on the year comes with the form."""

from __future__ import annotations

TITLE, GAPS = "書類回送 集計", "欠番表"
MADE = "作成"
MONTHS, UNIT = "月ごとの発行", "件"
DONE, OPEN = "完了など", "戻り待ち"
SECTIONS = "担当課ごと"
SECTION_HEADS = ("担当課", "発行", "完了", "戻り待ち", "中央値", "90%", "所在調査", "確認省略")
REFUSED, NOTHING_REFUSED = "お断りの理由", "お断りはありません"
REVIEW = "見直しの候補"
FEW, FEW_NONE = "▼ 年50件未満の書類（除外を検討）", "ありません"
ASKED, ASKED_NONE = "要望の多い書類（追加を検討）", "ありません"
NUMBERS = "番号の点検"
STAMPS = ("作成", "確認", "責任者")
SERIES, VOIDS, OTHERS = "通し番号の系列", "取消した番号", "予備帳の未使用・記録のない番号"
SERIES_HEADS = ("系列", "書類", "最初", "最後", "記録", "取消", "予備", "不明", "欠番")
VOID_HEADS = ("番号", "書類", "取消の日時", "理由", "職員")
OTHER_HEADS = ("番号", "件数", "状況")
NONE = "ありません"
HOW = "各系列の最後の番号と、1からその番号までの記録の件数が一致することを確かめています。個人情報は含みません。"


def more(count: int) -> str:
    """Candidates for which one page has no room."""
    return f"ほか{count}種類（CSVに全部あります）"


def made(day: str) -> str:
    """When the paper was made."""
    return f"{day} {MADE}"
