"""What 管理簿 and the papers it prints again say. Keys are named by {finish} and the like (branch_desk/ui/keys.py)."""

from __future__ import annotations

from typing import Final

# ---- one slip in words
UNKNOWN: Final = "記録なし"
SEALED: Final = "封筒のまま（封かん・枚数不明）"
FROM_PAPER: Final = "紙の記入"
TYPE: Final = "書類"
SECTION: Final = "担当課"
AMOUNT: Final = "枚数"
TAKEN: Final = "預かり"
NAME: Final = "お名前"
ROUTE: Final = "経路"
HOLDER: Final = "最後の所在"
RECEIVED: Final = "受け取り日時"
CLOSED: Final = "照合"
ENDED: Final = {"voided": "取消", "handed_back": "書類の返却"}
REASON: Final = "理由"
HONORIFIC: Final = "様"
NO_NAME: Final = "手書き（記録なし）"


def amount(sheets: int | None, sealed: bool, enclosures: int, named: tuple[str, ...]) -> str:
    """3枚・添付2点（介護保険被保険者証ほか）. Names of enclosures are whole; how many have none is said."""
    first = SEALED if sealed or sheets is None else f"{sheets}枚"
    if not enclosures:
        return first
    rest = "・".join(named) + ("ほか" if named and len(named) < enclosures else "")
    return f"{first}・添付{enclosures}点" + (f"（{rest}）" if rest else "")


def by_section(section: str) -> str:
    """Whose record a 受け取り日時 is."""
    return f"{section}の記録"


def route(dispatched: str, section: str) -> str:
    """11月18日（水） 16:30 発送 → 高齢・障害課."""
    return f"{dispatched} 発送 → {section}"


def taken(at: str, staff: str, desk: str) -> str:
    """11月17日（火） 13:05 佐野（大師1）."""
    return f"{at} {staff}（{desk}）" if staff else f"{at}（{desk}）"


# ---- 管理簿
ALL: Final = "すべて"
FILTERS: Final = {"section": "課", "state": "状態", "type": "種類", "days": "日"}
BY_DAYS: Final = "日を指定"
TAKEN_ON: Final = "預かった日"
FROM_TO: Final = ("から", "まで")
DAY_FORM: Final = "例 1124、20261124（空欄は指定なし）"
NEXT_DAYS: Final = "日を4桁か8桁で入力する。{find}で検索の欄へ戻る"
NEXT_DAY_FAULT: Final = "その日はありません。1124 か 20261124 のように入力する"
COLUMNS: Final = {"state": "状態", "number": "番号", "type": "書類", "name": "氏名", "holder": "最後の所在"}
NOT_NAMED: Final = "手書き"
NOT_FOUND: Final = "見つかりません。番号は4桁ずつ確認してください"
EMPTY: Final = "まだ1件もありません。受付で発行すると、ここに並びます"
SEARCHING: Final = "検索しています…"
MASKED_NOTE: Final = "氏名は伏せています（{more}で30秒表示。表示は記録に残ります）"
MASKED_SHORT: Final = "氏名は{more}で30秒表示（記録に残る）"
NEXT_SEARCH: Final = "番号・種類・氏名の一部を入力し、{on}。預かり書を読み取っても開く"
NEXT_FILTER: Final = "↑↓で選ぶ。{find}で検索の欄へ戻る"
NEXT_ROW: Final = "↑↓で選び、{on}で開く。{print}で印刷、{fix}で訂正・取消"
NEXT_OPENED: Final = "内容を確認する。{print}で印刷、{fix}で訂正・取消、{back}で一覧へ"
NEXT_ONLY_SHOWN: Final = "内容を確認する。{back}で一覧へ戻る"
NEXT_TELL: Final = "下の文をお客様にお伝えする。{back}で一覧へ"
NEXT_NOT_FOUND: Final = "番号を4桁ずつ確認する。{find}で検索し直す"
KEYS: Final = {
    "back": "一覧へ",
    "clear": "検索を消す",
    "find": "検索",
    "names": "氏名を見せる",
    "hide": "氏名を伏せる",
    "fix": "訂正・取消",
    "print": "印刷を選ぶ",
    "open": "開く",
    "tasks": "つづり・CSV",
}
HISTORY: Final = "履歴"
WITHOUT_RIGHT: Final = "権限のない窓口の記録"
NEWEST_FIRST: Final = "新しい順"
CONTRADICTION: Final = "食い違う記録があります。履歴を確認し、係長に伝えてください"
EARLIER_LINES: Final = "↑↓で前後の記録"
TAKEN_BACK: Final = "取り消した記録"
PICK_ROW: Final = "一覧から選ぶと、ここに履歴が出ます"
TELL_TITLE: Final = "お客様にお伝えする文"
COPY_TITLE: Final = "管理簿 — お客様控の照会"
SLIP_TITLE: Final = "管理簿 — 履歴"
ASK_NUMBER: Final = "お問い合わせ番号"
COPY_NOTE: Final = "お客様控などの写しは照会用です。読み取っても照合や完了にはなりません。"
NOBODY: Final = "担当が決まっていません。{cover}を押し、職員番号を入力してください"


def month(year: int, month: int, this_year: int) -> str:
    """11月; of another year 令7年12月."""
    return f"{month}月" if year == this_year else f"令{year - 2018}年{month}月"


def where_range(first: int, last: int, total: int) -> str:
    """1-25 / 12,345件."""
    return f"{first:,}-{last:,} / {total:,}件"


def more_pages(up: bool, down: bool, short: bool) -> str:
    """Which way there are more rows."""
    ends = "" if short else "（Endで最後）"
    return {
        (False, True): f"PageDownで次{ends}",
        (True, False): "PageUpで前" if short else "PageUpで前（Homeで最初）",
        (True, True): "PageUpで前・PageDownで次" if short else "PageUp・PageDown（Home・End）",
    }.get((up, down), "")


def more_lines(count: int, brief: bool) -> str:
    """What of the history did not fit."""
    return f"ほか{count}件。{{on}}で開くと見られます" if brief else f"ほか{count}件。↓で次の記録"


def ask_section(section: str) -> str:
    """Whom a citizen may ask about the papers themselves."""
    return f"書類の内容や結果は、{section}にお尋ねください。"


def names_left(seconds: int) -> str:
    """How long names stay to be seen."""
    return f"氏名を表示中（あと{seconds}秒。表示したことを記録しました）"


def opened(label: str) -> str:
    """Status line."""
    return f"{label} を開きました"


def names_shown(count: int) -> str:
    """Status line."""
    return f"氏名を表示（{count}件、記録済み）"


UNDO_WARNING: Final = "この窓口の最後の記録を取り消します。取り消したことも記録に残ります。前日までの記録は、責任者だけが取り消せます。"
NOTHING_TO_FIX: Final = "訂正できることはありません"


def undo(event: str) -> str:
    """Take the last record back."""
    return f"「{event}」を取り消す"


# ---- papers
PAPER_TITLE: Final = "{} の印刷"
PAPERS: Final = {1: "original", 2: "binder", 3: "citizen", 4: "tag"}
PAPER_RULE: Final = {
    "original": "原本は1枚だけでなければなりません。前の原本をどうしたか答えると、{fix}が使えます。答えは記録に残ります。",
    "other": "前の紙をどうしたか答えると、{fix}が使えます。答えは記録に残ります。",
}
PAPER_FIRST: Final = "この紙は、まだ作られていません。{fix}で作ります。"
PAPER_HISTORY: Final = "事故報告の資料です。いつ、どこで、だれが扱ったかを、氏名を載せずに印刷します。{fix}で作ります。"
PAPER_MARKED: Final = "新しい紙には「再発行 {}回目」と日時が入ります。"
PAPER_REASONS: Final = {
    1: ("shredded", "回収して裁断した"),
    2: ("not_printed", "印刷されていない（白紙・途中まで）"),
    3: ("not_found", "見つからない"),
}
PAPER_NEXT_COPY: Final = "印刷するものを数字で選ぶ"
PAPER_NEXT_REASON: Final = "前の紙をどうしたか、数字で選ぶ"
PAPER_NEXT_RUN: Final = "内容を確認し、{fix}で作る"
PAPER_RUN: Final = "再発行する"
PAPER_RUN_FIRST: Final = "紙を作る"
PAPER_WORKING: Final = "PDFを作っています…"
PAPER_OPENED: Final = "PDFを開きました。印刷は、開いた画面から行ってください"
PAPER_NO_VIEWER: Final = "PDFにしました（印刷は未確認）。このPCには、PDFを開くプログラムがありません"
PAPER_FAILED: Final = (
    "紙を作れませんでした。何も記録していません。空き容量を確認し、もう一度操作してください。"
)


def paper_count(count: int) -> str:
    """How often this paper was made before."""
    return "まだ作っていません" if count == 0 else f"{count}回作成"


def reissue(count: int) -> str:
    """再発行 1回目."""
    return f"再発行 {count}回目"


def paper_told(label: str, copy: str) -> str:
    """Status line."""
    return f"{label} {copy}をPDFにしました（印刷は未確認）"


# ---- the notes of a history
DESK: Final = "窓口{}"
BY_ITSELF: Final = "自動"
SEALED_SHORT: Final = "封筒のまま"
NAME_CHANGED: Final = "お名前を変更"
CALLED: Final = "電話した"
YES: Final = "あり"
SOURCES: Final = {"section": "", "paper": "紙の記入"}
CAME_BACK: Final = {
    "differs": "相違あり",
    "time_missing": "受け取り日時の記入なし",
    "other_branch": "ほかの支所の預かり書",
}
CHECKS: Final = {"agrees": "枚数・添付とも一致", "differs": "相違あり", "overridden": "例外（確認なし）"}
SURPLUS_REASONS: Final = {"other_section": "他課の書類", "not_on_list": "送付票にない"}
VIEWED: Final = {
    "names": "履歴の画面",
    "notes": "補足",
    "list": "一覧",
    "search": "検索",
    "paper": "紙",
}


def sheets(count: int) -> str:
    """3枚."""
    return f"{count}枚"


def enclosures(count: int) -> str:
    """添付1点."""
    return f"添付{count}点"


def printed(copy: str, count: int) -> str:
    """原本 2回目."""
    return f"{copy} {count}回目"


def keyed_in(at: str) -> str:
    """A slip of the 予備帳."""
    return f"紙に書いた預かり {at}（後日入力）"


def received_at(at: str) -> str:
    """受け取り 11/20 14:30."""
    return f"受け取り {at}"


def found(sheets_: int) -> str:
    """What the section counted."""
    return f"担当課で{sheets_}枚"


def differs(what: str) -> str:
    """相違あり（枚数が違う）."""
    return f"相違あり（{what}）" if what else "相違あり"


def found_at(section: str) -> str:
    """Where a paper of another section came to light."""
    return f"{section}で見つかった"


def taken_back(event: str) -> str:
    """What a record takes back."""
    return f"「{event}」を取り消し"


def approved(staff: str) -> str:
    """Who allowed an exception."""
    return f"承認 {staff}"


def accepted(verdict: str) -> str:
    """A doubtful verdict that somebody confirmed."""
    return f"確認して記録（{verdict}）"


def bag(label: str) -> str:
    """袋 令8-大師1-500-00012."""
    return f"袋 {label}"


def cases(count: int) -> str:
    """14件."""
    return f"{count:,}件"


def of_branch(branch: str, desk: str) -> str:
    """田島支所（田島1）."""
    return f"{branch}（{desk}）"


NAMES_MISSING: Final = {
    "erased": "お名前は、保存期間が過ぎたため消去しました。紙の控えを確認してください。",
    "locked": "お名前を読むための鍵がありません。情報担当に連絡し、復旧用の鍵を入力してください。",
}


def elsewhere(place: str) -> str:
    """Where what was typed is kept."""
    return f"この番号のお名前は、{place}のPCにあります"


# ---- export
CSV_NAME: Final = "管理簿"
CSV_HEADING: Final = (
    "番号",
    "16桁",
    "状態",
    "種類",
    "書類",
    "課",
    "枚数",
    "添付",
    "預かり",
    "発送",
    "受け取り日時",
    "完了",
    "所在調査",
    "最後の所在",
)
