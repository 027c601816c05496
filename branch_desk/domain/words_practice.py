"""The invented people of the practice ledger. Nobody is called like this, and everybody can see that."""

from __future__ import annotations

from typing import Final

COLLEAGUE: Final = "見本 花子"
CHIEF: Final = "例題 治"
NAMES: Final = ("見本 太郎", "練習 さくら", "例題 一郎", "試験 花子", "架空 次郎", "仮名 三枝子", "手本 四郎", "稽古 五月")

RULES: Final = {
    "practice_only": ("1か月分の記録を作れるのは、練習用の台帳だけです。", "練習用の台帳で行ってください。"),
    "practice_begun": ("この台帳には、もう記録があります。", "新しいフォルダーで、練習用の台帳を作ってください。"),
}
