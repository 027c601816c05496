"""What the window says of printers and papers. Never 印刷済: what was only sent is 送信, what nobody has seen is
印刷未確認. Keys are named by {finish} and the like (branch_desk/ui/keys.py).
"""

from __future__ import annotations

from typing import Final

# ---- one paper, in the result card
QUEUED: Final = "印刷待ち"
SENT: Final = "プリンターに送りました…"
CONFIRMED: Final = "印刷を確認しました"
SEEN: Final = "職員が確認しました"
DOUBTFUL: Final = "印刷未確認"
FILED: Final = "ファイルに出力（印刷は未確認）"
NOT_OUT: Final = "出ていません"
PHOTOCOPY: Final = "複写（印刷しません）"
HELD: Final = "プリンターの復旧待ち"
LEFT: Final = "印刷しない（職員の判断）"
WITHDRAWN: Final = "未印刷（後で印刷）"

# ---- the question
CAME_OUT: Final = "出ましたか？"
SOME_NOT_OUT: Final = "出ていない紙がある"
ASK_IN_CARD: Final = "{print} を押し、1 か 2 で答える"
ASK_SHORT: Final = "{print} で答える"


def came_out(copies: tuple[str, ...]) -> str:
    """お客様控・原本は出ましたか？"""
    return f"{'・'.join(copies)}は{CAME_OUT}"


# ---- status line
CHECKING: Final = "プリンターを確認しています…"
CHECKING_SHORT: Final = "プリンターを確認中"


def can_print(name: str) -> str:
    """The printer itself answered, and nothing speaks against printing."""
    return f"印刷できます（{name}）"


CAN_PRINT_SHORT: Final = "印刷できます"


def can_send(name: str) -> str:
    """The way to it is open; the printer itself does not say how it is."""
    return f"送信できます（{name}）"


CAN_SEND_SHORT: Final = "送信できます"


def trouble_status(title: str, name: str, waiting: int) -> str:
    """カバーが開いています（窓口） 待ち 3件."""
    return f"{title}（{name}）" + (f" 待ち {waiting}件" if waiting else "")


def doubtful(count: int) -> str:
    """Papers that nobody has seen come out."""
    return f"印刷未確認 {count}件"


def unprinted(count: int) -> str:
    """Papers that have certainly not come out."""
    return f"未印刷 {count}件"


def line_told(label: str, copy: str, word: str) -> str:
    """The last thing done, for one paper."""
    return f"{label} {copy} {word}"


# ---- 受付
KEYS: Final = {
    "trouble": "出力先変更",
    "printer": "機器の状態",
    "check": "紙の確認",
    "papers": "紙を開く",
    "again": "再印刷",
}
NEXT_ASK: Final = "紙が出たか見て、{print}。次のお客様は種類を入力"
NEXT_UNPRINTED: Final = "出ていない紙は{print}で印刷。次のお客様は種類を入力"
NEXT_TROUBLE: Final = "{print}で別のプリンターかPDF。次のお客様は種類を入力"

# ---- 始める前に, 紙の確認
START_TITLE: Final = "始める前に"
CHECK_TITLE: Final = "紙の確認"
CHECK_LIST: Final = "確認するもの"
ASK_AT_PRINTER: Final = "プリンターの排出口と預かりの箱を見てください。{on}では何も決まりません。"
IS_THERE: Final = "ある（見て確認した）"
IS_NOT: Final = "ない（再発行へ）"
IS_NOT_PLAIN: Final = "ない（もう一度印刷）"
PRINT_NOW: Final = "印刷する"
LEAVE: Final = "印刷しない（手書き・複写で済ませた）"
LATER: Final = "後で（印刷未確認に残す）"
LATER_KEY: Final = "後で"
UNPRINTED_NOTE: Final = "この紙は出ていません。番号と内容は残っています。"
CHECK_COLUMNS: Final = {
    "state": "印刷",
    "label": "番号",
    "copies": "紙",
    "printer": "プリンター",
    "why": "状況",
}
UNKNOWN: Final = "不明"
UNPRINTED: Final = "未印刷"
ALL_CHECKED: Final = "紙の確認は終わりました"
RECORDING: Final = "記録しています…"


def next_look(place: int) -> str:
    """次に, while a paper is asked for."""
    return f"{place}件目の紙が出ているか目で見て、1か2を押す"


def next_unprinted(place: int) -> str:
    """次に, where it is certain that none came out."""
    return f"{place}件目の紙を印刷するか、1か2で決める"


def start_heading(doubts: int, unprinted_: int) -> str:
    """What the program found when it opened."""
    if not doubts:
        return f"発行済で、印刷していない紙が{unprinted_}件あります"
    return f"発行済で、印刷を確認していない紙が{doubts + unprinted_}件あります"


START_NOTE: Final = "番号と内容は残っています。紙が出ているかだけを確認します。"


def place_of(place: int, count: int) -> str:
    """1件目 / 2件."""
    return f"{place}件目 / {count}件"


def are_there(label: str, copies: tuple[str, ...]) -> str:
    """The question of one line."""
    return f"{label} の{'・'.join(copies)}は出ていますか"


def not_printed(label: str, copies: tuple[str, ...]) -> str:
    """The heading where it is certain."""
    return f"{label} の{'・'.join(copies)}は、印刷していません"


# ---- 再発行
REISSUE_TITLE: Final = "{label} の{copy}を再発行"

# ---- プリンターの異常
TROUBLE_SAFE: Final = "{labels} は発行済です。番号も内容も失われません。"
NOT_OUT_YET: Final = "{printer}　{copies}がまだ出ていません"
NOTHING_WAITS: Final = "{printer}　待っている紙はありません"
THEN_AUTO: Final = "直ると、この画面は閉じ、自動で続きを印刷します"
MEANWHILE: Final = "お待ちの間も「後で印刷」で次のお客様を受け付けられます。"
ELSEWHERE: Final = "別の方法で出す"
LATER_PRINT: Final = "後で印刷"
CHOOSE_OTHER: Final = "出力先を数字で選ぶ"
TO_PDF: Final = "PDFにする"
NEXT_PUT_RIGHT: Final = "{todo}直ると自動で続きを印刷"
RECOVERED: Final = "プリンターが直りました。続きを印刷しています"
TROUBLE_KEYS: Final = {"later": "後で印刷", "elsewhere": "出力先変更", "back": "戻る"}
MOVED_PDF: Final = "PDFを作っています。印刷は、開いた画面から行ってください"
# What the hands do, by the cause; the last line of each is THEN_AUTO.
STEPS: Final = {
    "cover_open": ("紙がまっすぐか確認する", "カバーを最後まで閉める"),
    "paper_out": ("新しい用紙を入れる", "カバーを最後まで閉める"),
    "offline": ("プリンターの電源とケーブルを確認する",),
    "unreachable": ("プリンターの電源とケーブルを確認する",),
    "mute": ("プリンターの電源とケーブルを確認する",),
    "lost": ("プリンターの電源とケーブルを確認する", "出かけた紙があれば、使わずに裁断する"),
    "broken_off": ("プリンターの電源とケーブルを確認する", "出かけた紙があれば、使わずに裁断する"),
    "error": ("紙づまりがないか確認する", "プリンターの電源を入れ直す"),
}


def and_more(count: int) -> str:
    """Labels that are not named one by one."""
    return f" ほか{count}件"


def moved(name: str) -> str:
    """The papers went to another printer."""
    return f"{name}で印刷しています"


# ---- 管理簿
BOOK_SENT: Final = "{copy}を{printer}に送りました…"
BOOK_WORKING: Final = "印刷に出しています…"
BOOK_ASK: Final = "{copy}は{state}。{to_reception}へ移り、{print}で答える"

# ---- 設定
SECTION: Final = "プリンター"
PRINTER_COLUMNS: Final = {"name": "プリンター・紙", "profile": "機種・出力先", "way": "つなぎ方"}
ADD: Final = "プリンターを登録する"
ADD_TITLE: Final = "プリンターを登録"
KIND: Final = "つなぎ方"
KIND_CHOICES: Final = {
    "socket": "ネットワーク",
    "system": "Windows・CUPSのプリンター",
    "folder": "フォルダー",
}
KIND_WORDS: Final = {
    "socket": "ネットワーク",
    "spooler": "Windows",
    "cups": "CUPS",
    "folder": "フォルダー",
}
PROFILE: Final = "機種"
SHEET: Final = "普通紙（A5・A4）"
PLACE: Final = {
    "socket": ("アドレス", "例: 192.0.2.10"),
    "system": ("登録名", "このPCでのプリンターの名前"),
    "folder": ("フォルダー", "PDFか印刷データを置く場所"),
}
NAME: Final = "呼び名"
NAME_NOTE: Final = "画面に出す名前。20文字まで　例: 窓口"
MISSING: Final = "{word}を入力してください"
NEXT_KIND: Final = "つなぎ方を数字で選ぶ"
NEXT_PROFILE: Final = "機種を数字で選ぶ"
NEXT_PLACE: Final = "{word}を入力し、{on}"
NEXT_NAME: Final = "呼び名を入力し、{finish}で登録"
NEXT_SECTION: Final = "{print}で試し印刷。{on}で受付用にする・登録を消す"
NEXT_ADD: Final = "{on}でプリンターを登録"
NEXT_ROUTE: Final = "{on}で出力先を変更"
NO_PRINTERS: Final = "プリンターが登録されていません。紙はPDFになります。"
SECTION_NOTE: Final = "控えは、感熱紙では薄くなるため普通紙に印刷します。"
USUAL: Final = "（受付用）"
TO_PDF_ROUTE: Final = "PDF"
PHOTOCOPY_ROUTE: Final = "複写（印刷しない）"
USUAL_WAY: Final = "ふだんどおり"
ROUTE_TITLE: Final = "{copy}の出力先"
NEXT_ROUTE_CHOICE: Final = "出力先を数字で選ぶ"
PRINTER_CHOICES: Final = {1: "試し印刷", 2: "受付用にする", 3: "登録を消す"}
NEXT_PRINTER_CHOICE: Final = "することを数字で選ぶ"
REMOVE_TITLE: Final = "{name} の登録を消す"
REMOVE_ONLY: Final = "消す（登録だけ。記録は残ります）"
NEXT_REMOVE: Final = "消すときは1。{back}でやめる"
KEY_OPEN: Final = "選ぶ"
TEST_SENT: Final = "{name}に試し印刷を送りました…"
TEST_DONE: Final = "{name}の試し印刷: {state}"
ADDED: Final = "{name}を登録しました。一覧で選び、{print}で試し印刷"
REMOVED: Final = "{name}の登録を消しました"
ROUTED: Final = "{copy}の出力先を変えました"
USUAL_SET: Final = "{name}を受付用にしました"
KEYS_SETTINGS: Final = {"test": "試し印刷", "register": "登録", "next": "次の欄へ", "back": "戻る"}
