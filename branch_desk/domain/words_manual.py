"""The headings of the 操作手引 and what stands between its pages. Its pages themselves are data: schemas/manual."""

from __future__ import annotations

from typing import Final

TITLE: Final = "操作手引"
PROGRAM: Final = "書類回送（預かり書）"
COVER_LINES: Final = (
    "支所でお預かりした書類を担当課へ届け、預かり書の原本が戻るまで見届けるための手引です。",
    "仕事ごとに1頁です。手順のとおりにキーを押せば終わります。",
    "画面の「次に」の行には、いつも次にすることが1つだけ出ます。迷ったら、その行を見ます。",
)
VERSION: Final = "版 {version}"
CONTENTS: Final = "目次"
TASKS: Final = "仕事ごとの頁"
KEYS: Final = "キーの一覧"
DESKS: Final = "設置する方へ"
WHEN: Final = "こんなとき"
RESULT: Final = "終わると"
WRONG: Final = "困ったとき"
PLACE: Final = "画面　{screen}　{key}"
STEP_KEYS: Final = "押すキー"
KEY_HEADS: Final = ("キー", "意味", "例")
SCANS: Final = "読み取り（どの画面でもそのまま）"
SCAN_HEADS: Final = ("読み取るもの", "すること")
BY_SCREEN: Final = "画面ごとのキー"
SCREEN: Final = "画面"
DIGITS: Final = "数字"
MOVING: Final = "画面は、Ctrlを押しながら左の列の数字で移ります。{sheet}で、この一覧が画面に出ます。"
BARS: Final = "確かめるためのバーコード（練習用の番号）"
PICTURE_NOTE: Final = "画面の番号・氏名・電話は架空のものです。"

# ---- the window's own
NEXT_LIST: Final = "↑↓か数字で選び、{on}で頁を開く。{print}でPDF、{back}で戻る"
NEXT_PAGE: Final = "{on}で次の頁。{more}で困ったとき、{back}で目次へ"
WINDOW_KEYS: Final = {"list": "目次", "page": "次の頁", "open": "開く", "back": "戻る", "print": "PDF",
                      "wrong": "困ったとき", "steps": "手順"}
MAKING: Final = "PDFを作っています…"
OPENED: Final = "操作手引のPDFを開きました。印刷は、開いた画面から行ってください"
MADE: Final = "操作手引のPDFを作りました: {file}"
FAILED: Final = "PDFを作れませんでした。空き容量を確認し、もう一度{print}"
