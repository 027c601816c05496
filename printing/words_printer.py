"""What stands on the test print."""

from __future__ import annotations

TITLE = "試し印刷"
EDGES = "上の枠が四辺とも見えますか"
COLUMNS = "斜めの線に切れ目がありませんか"
KANJI = "漢字の線がつぶれていませんか"
KANJI_SAMPLE = "護療養障齢齋髙﨑德邊栁證書"
KANJI_SAMPLE_NARROW = "護療養障齢髙﨑德邊"
KANJI_BOLD = "太字 護療養障齢齋髙﨑德邊證書"
DENSITY = "濃さ：白い線が見えますか"
ONLY_TEST = ("この番号は試し印刷専用です。", "預かり書ではありません。")
UNDOCUMENTED = ("資料で確かめていない機種です。", "正しく出ないときは、別の機種か普通紙を選んでください。")
GENERIC = "汎用"


def barcodes(n: int) -> str:
    """How many to try with the scanner."""
    return f"{n}本ともスキャナで読めますか"


def dots(n: int) -> str:
    """A number of dots."""
    return f"{n}ドット"


def head(paper_mm: float, width: int, dpi: float) -> str:
    """What the paper was made for."""
    return f"{paper_mm}mm・{width}ドット・{dpi:g}dpi"
