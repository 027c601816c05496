"""Everything that the window says, in ordinary 公用文. Keys are named by {finish} and the like (branch_desk/ui/keys.py)."""
from __future__ import annotations

from typing import Final

PROGRAM: Final = "書類回送"
PRACTICE_MARK: Final = "【練習】"
PRACTICE_BAND: Final = "練習用の台帳です。ここで出る番号と紙は本物ではありません。"

# ---- frame
NEXT: Final = "次に"
ACTING: Final = "担当"
MOVING_LINES: Final = ("Ctrl+数字で移動", "{sheet} キーの一覧")
COVER_KEY: Final = "画面を隠す"
SCREENS: Final = {"reception": "受付", "returns": "返送照合", "packing": "袋入れ・発送", "book": "管理簿", "attention": "要対応",
                  "statistics": "集計", "exchange": "同期", "guide": "案内", "settings": "設定"}
STATES: Final = {"reserved": "予備", "held": "預かり中", "bagged": "袋入れ", "dispatched": "発送済", "received": "受領済", "closed": "完了",
                 "voided": "取消", "handed_back": "書類の返却", "inquiry": "所在調査", "lost": "記録なし"}


def waiting_for_return(count: int) -> str:
    """Status line: slips whose original is not back yet."""
    return f"戻り待ち {count}件"


# ---- keys
KEY_MEANINGS: Final = (
    ("{on}", "次へ進む", "疑わしい結果・電話・印刷の確認には使えない"),
    ("{back}", "一つ戻る", "入力は消えない"),
    ("1 2 3", "選ぶ", "1 一致　2 相違あり　3 受け取り日時の記入なし"),
    ("{find}", "検索・最初の欄へ", "番号を入力する、種類から選び直す"),
    ("{more}", "詳細", "印刷見本・履歴・未返送一覧・氏名を見せる"),
    ("{fix}", "訂正", "取消・訂正・書類の返却。理由は数字で選び、{fix}で終える"),
    ("{print}", "印刷", "再印刷・照会票・案内票"),
    ("{cover}", "画面を隠す", "担当を替わるときも"),
    ("{finish}", "仕上げる", "発行・照合の終了。画面に1つだけ"),
    ("Tab", "すべての欄を順に", "Shift+Tabで逆"),
    ("↑ ↓", "一覧の中を移動", "PageUp・PageDown"),
)
KEYS_TITLE: Final = "キーの一覧"
KEYS_NEXT: Final = "{back}で元の画面へ戻る"
KEYS_EVERYWHERE: Final = "どの画面でも同じ意味"
KEYS_FREE: Final = "F6～F10とF1は、日本語入力のために空けてあります。"
KEYS_SCANS: Final = "読み取り（どの画面でもそのまま）"
KEYS_SCAN_LINES: Final = (
    ("原本", "返送照合では照合、管理簿では履歴。ほかの画面では、今の所在を上に出すだけ。"),
    ("お客様控", "お客様にお伝えする文を出す。照合にはならない。"),
    ("名札", "担当が替わる。入力の途中でも消えない。"),
    ("ほかの紙", "「預かり書ではありません」と出て、何も起きない。"),
)
KEYS_COMMON: Final = "最も多い仕事"
KEYS_COMMON_NOTE: Final = "1件を発行する"
KEYS_COMMON_LINES: Final = (
    ("お名前は手書き", ("501", "{on}", "3", "{finish}")),
    ("お名前を入力する", ("501", "{on}", "お名前", "{on}", "3", "{finish}")),
)
KEYS_TURN: Final = "次の頁"
BACK: Final = "戻る"
STOP: Final = "やめる"
STOP_WHOLE: Final = "やめる（何も変えない）"

# ---- scans and the strip
READ: Final = "読み取り"
TELL_CITIZEN: Final = "お客様にお伝えする文"
UNKNOWN_BADGE: Final = "登録されていない名札です"


def typed_stays(screen: str) -> str:
    """The strip comforts whoever is typing."""
    return f"{screen}の入力はそのままです"


NOT_OURS: Final = "預かり書ではありません"
NOT_OURS_REST: Final = "読み取った番号は表示も保存もしていません"
IME_ON: Final = "日本語入力がオンです"
IME_ON_REST: Final = "半角/全角キーでオフにして、もう一度読み取ってください"
MATCH_ELSEWHERE: Final = "照合は {to_returns} で移り、もう一度読み取る"
LOOK_ELSEWHERE: Final = "履歴は {to_book} で移り、もう一度読み取る"
COVERED_SCAN: Final = "画面を戻してから、もう一度読み取ってください"

# ---- cover
COVER_TITLE: Final = "画面を隠しています"
COVER_REST: Final = "入力の途中のものは、そのまま残っています"
COVER_CHANGE: Final = "担当を替わるときは、名札を読み取るか、職員番号を入力して{on}"
COVER_NOBODY: Final = "職員番号を入力して{on}"


def carries_on(surname: str) -> str:
    """The one key of the cover."""
    return f"{surname}が続ける"


UNKNOWN_STAFF: Final = "この職員番号は登録されていません。もう一度入力してください"
STAFF_NUMBER: Final = "職員番号"
PIN: Final = "PIN"

# ---- reasons
REASON_WHAT: Final = "内容"
REASON_WHY: Final = "理由"
REASON_NOTE: Final = "補足"
REASON_RUN: Final = "実行"
REASON_WAIT: Final = "内容と理由を選ぶと実行できます"
REASON_NEXT_WHAT: Final = "何を訂正するか、数字で選ぶ"
REASON_NEXT_WHY: Final = "理由を数字で選ぶ"
REASON_NEXT_NOTE: Final = "補足を入力する"
REASON_NEXT_PIN: Final = "PINを入力する"
REASON_NEXT_RUN: Final = "内容を確認し、{fix}で実行"

# ---- trouble
TROUBLE_TITLE: Final = "思わぬ不具合が起きました"
TROUBLE_SAFE: Final = "記録済みの内容は失われていません。番号が二重に使われることもありません。"
TROUBLE_WHAT: Final = "今の操作は終わっていないことがあります。"
TROUBLE_TODO: Final = "管理簿で結果を確認し、必要ならもう一度操作してください。続くときは「内容をコピー」を押し、情報担当に送ってください。"
TROUBLE_COPY: Final = "内容をコピー"
TROUBLE_COPIED: Final = "コピーしました"
TROUBLE_CLOSE: Final = "閉じる"
TROUBLE_NEXT: Final = "内容を読み、{back}で閉じる"
