"""What 返送照合 says. Keys are named by {finish} and the like (branch_desk/ui/keys.py)."""

from __future__ import annotations

from typing import Final

# ---- waiting for a scan
SCAN_HERE: Final = "原本のバーコードを読み取ってください"
SCAN_NOTES: Final = (
    "カーソルがどこにあっても読み取れます。結果は音と形でお知らせします。",
    "読み取っただけでは完了になりません。控えと見比べてから数字で決めます。",
)
TYPE_DIGITS: Final = "読めないとき {find}"
SIXTEEN: Final = "番号16桁"
WRONG_DIGITS: Final = "番号が合いません。4桁ずつ見直してください"
SIXTEEN_LEFT: Final = "あと{}桁"
SIXTEEN_OVER: Final = "{}桁多く入力されています"
NEXT_SCAN: Final = "戻ってきた預かり書の原本を1枚ずつ読み取る"
NEXT_DIGITS: Final = "バーコードの下の16桁を入力し、{on}"

# ---- verdicts: big word, line below, what to do next
VERDICTS: Final = {
    "matched": ("番号が一致しました", "控えと見比べ、枚数を確認してください"),
    "not_dispatched": ("発送の記録なし", "番号はありますが、発送した記録がありません"),
    "unknown": ("この窓口に記録なし", "番号は正しいものです。控えがあるときだけ完了にできます"),
    "other_branch": ("ほかの支所のもの", "完了にするのは、発行した支所です"),
    "already_closed": ("すでに完了", "照合は済んでいます。何も記録していません"),
    "voided": ("取消された番号", "この預かり書は使えません。つづらないでください"),
    "handed_back": ("書類を返却した番号", "この預かり書は使えません。つづらないでください"),
    "copy": ("控えの番号です", "完了にできるのは原本だけです。何も記録していません"),
    "practice": ("練習用の番号", "本物の台帳では使えません。何も記録していません"),
    "real_in_practice": ("本物の番号", "練習用の台帳では使えません。何も記録していません"),
    "not_ours": ("預かり書ではない", "読み取った番号は、表示も保存もしていません"),
    "unreadable": ("読み取れません", "番号の一部が違います。何も記録していません"),
}
NEXT: Final = {
    "matched": "控えと見比べ、枚数も合えば1を押す",
    "matched_time": "紙に書かれた受け取り日時を入力し、{on}（一致して完了）",
    "doubtful_time": "紙の受け取り日時を入力し、{on}。書いてなければ3",
    "doubtful_digits": "控えと見比べ、1・2・3で決める",
    "doubtful_digits_no_time": "日時が書いてなければ3。相違があれば2",
    "other_branch": "1で届いたことを記録し、原本を発行した支所へ送る",
    "already_closed": "原本がつづってあるか確認し、次の原本を読み取る",
    "stopped": "紙を別に置き、{section}に電話する。結果は{fix}で記録",
    "copy": "原本を読み取る。お客様の照会なら、下の文をお伝えする",
    "practice": "練習の紙を別に置き、本物の原本を読み取る",
    "real_in_practice": "本物の原本を別に置く。照合は本物の台帳で行う",
    "not_ours": "預かり書の原本を読み取る",
    "unreadable": "もう一度読み取る。だめなら{find}で16桁を入力する",
}
STOP_STEPS: Final = (
    "紙を別に置く",
    "{section}に電話し、書類が届いているか確認する",
    "結果を{fix}で記録し、係長に伝える",
)
NOTES: Final = {
    "practice": ("紙に「練習」と印刷されています。本物の書類は付いていません。",),
    "real_in_practice": ("この窓口は練習用の台帳を開いています。本物の原本は、記録されません。",),
    "not_ours": ("マイナンバーカードなど、ほかのバーコードを読み取ったときに出ます。",),
    "unreadable": (
        "1  バーコードの汚れ・折れを確認し、もう一度読み取る",
        "2  だめなら{find}を押し、バーコードの下の16桁を入力する",
    ),
}
ALL_RIGHT: Final = "番号はあり、照合も済んでいます。照合を取り消すときは {fix} を押します。"
ONLY_ONE_CLOSES: Final = "完了になるのは1だけです。2・3は返送を記録し、要対応に残します。"
ENTER_IS_ONE: Final = "課の記録はまだ届いていません。日時を入力して{on}を押すと、1と同じです。"
EMPTY_FIELD: Final = "日時の欄が空のときは、2・3をそのまま押せます。"
ENTER_LEADS: Final = "日時を入力し、{on}で 1・2・3 へ進みます。{on}だけでは完了になりません。"
OTHER_BRANCH_NOTE: Final = "日時が書いてあれば入力し、{on}で 1 へ進みます。{on}だけでは記録しません。"
ISSUED_AT: Final = "発行した窓口"
ISSUED_IN: Final = "年度"

DECIDE: Final = {
    "matched": {1: "控え・枚数とも一致", 2: "相違あり", 3: "受け取り日時の記入なし"},
    "not_dispatched": {1: "一致・記録なしのまま完了", 2: "相違あり", 3: "受け取り日時の記入なし"},
    "unknown": {1: "一致・記録なしのまま完了", 2: "相違あり", 3: "受け取り日時の記入なし"},
    "other_branch": {1: "届いたことを記録"},
}

# ---- the time on the paper
TIME: Final = "受け取り日時"
TIME_OTHER: Final = "紙の日時が違うとき"
TIME_FORM: Final = "日時の形が正しくありません。例 11201430"
TIME_FUTURE: Final = "これからの日時です"
TIME_BEFORE: Final = "預かった日時（{}）より前です"
TIME_FIRST: Final = "受け取り日時を入力してから1。書いてなければ3"


def time_read(text: str) -> str:
    """→ 11月20日（金） 14:30."""
    return f"→ {text}"


def time_hint(before: str) -> str:
    """How it is typed, and the date that ↑ brings."""
    return f"8桁で 例 11201430　↑ 前の日付 {before}" if before else "月日と時刻を8桁で 例 11201430"


def time_differs(typed: str, recorded: str, whose: str) -> str:
    """Another time on paper than is recorded."""
    return f"→ {typed}　{TIME_OF[whose]}は {recorded} です"


TIME_OF: Final = {"section": "課の記録", "paper": "前の記録"}

# ---- what was recorded
RESULTS: Final = {
    "closed": ("完了", "原本と控え、枚数が一致しました"),
    "differs": ("相違あり", "原本が戻ったことを記録しました。完了ではありません"),
    "time_missing": ("日時の記入なし", "原本が戻ったことを記録しました。完了ではありません"),
    "other_branch": ("届いたことを記録", "発行した支所へ送ってください"),
    "undone": ("照合を取り消しました", "この預かり書は、照合する前の状態に戻りました"),
}
NEXT_RESULT: Final = {
    "closed": "原本を{month}月の管理簿につづり、次の原本を読み取る",
    "differs": "原本を別に置き、{section}に確認する。次の原本を読み取る",
    "time_missing": "原本を別に置き、{section}に受け取り日時を確認する。次の原本を読み取る",
    "other_branch": "原本を発行した支所へ送る。次の原本を読み取る",
    "undone": "原本を読み取ると、もう一度照合できる",
}
UNDO_NOTE: Final = "取り消すときは、{fix} 直前を訂正（理由を数字で選びます）。"

# ---- the end of a batch
ENDED: Final = "照合を終了しました"
UNDECIDED: Final = "未決定が{}件"
UNDECIDED_TODO: Final = "原本をもう一度読み取り、1・2・3で決めてください。このまま終了するときは、もう一度 {finish} を押します。"
NEXT_ENDING: Final = "未決定の原本を読み取る。このまま終えるなら、もう一度{finish}"
NEXT_ENDED: Final = "次の原本を読み取ると、新しい照合が始まる"


def batch(closed: int, look: int, stopped: int) -> str:
    """今回 完了 5件　要確認 1件　使用不可 0件."""
    return f"今回 完了 {closed}件　要確認 {look}件　使用不可 {stopped}件"


def end_lines(out: int) -> tuple[str, ...]:
    """What is still out when a batch has ended."""
    if not out:
        return ("戻り待ちはありません。発行したものは、すべて戻っています。",)
    return (f"戻り待ち {out}件。{{more}} で、古い順に確認できます。", "要確認のものは、要対応に残っています。")


def ended_today(closed: int) -> str:
    """Status line."""
    return f"照合を終了　本日 {closed}件 完了"


def closed_so_far(closed: int) -> str:
    """Beside the heading: all batches of the day."""
    return f"本日 完了 {closed}件"


# ---- right column
THIS_BATCH: Final = "今回の照合"
CLOSED_UNIT: Final = "件 完了"
LOOK_COUNT: Final = "要確認 {}"
STOP_COUNT: Final = "使用不可 {}"
READ_LIST: Final = "読み取ったもの"
NEWEST_FIRST: Final = "新しい順"
NOTHING_READ: Final = "まだありません"
MORE_READ: Final = "ほか{}件"
READ_WORDS: Final = {
    "closed": "完了",
    "differs": "相違あり",
    "time_missing": "日時なし",
    "other_branch": "他支所",
    "undecided": "未決定",
    "already_closed": "済",
    "voided": "使用不可",
    "handed_back": "使用不可",
    "copy": "控え",
    "now": "確認中",
}


def this_desk(name: str) -> str:
    """A number of our own series that this ledger knows nothing of."""
    return f"{name}（この窓口の番号）"


def waiting(count: int) -> str:
    """What is still out."""
    return f"戻り待ち {count}件"


def closed_today(count: int) -> str:
    """In the banner where there is no right column."""
    return f"完了 {count}件"


# ---- 未返送
OUT: Final = "未返送"
OUT_COLUMNS: Final = {
    "state": "状態",
    "number": "番号",
    "type": "書類",
    "holder": "最後の所在",
    "days": "開庁日",
}
OUT_NONE: Final = "未返送はありません。発行したものは、すべて戻っています"
NEXT_OUT: Final = "↑↓で選び、{on}で履歴を見る。原本を読み取れば、そのまま照合できる"
NEXT_OUT_NONE: Final = "{back}で照合に戻る"
NEXT_READ_LIST: Final = "本日読み取ったものです。{back}で照合に戻る"

# ---- keys and panels
KEYS: Final = {
    "back": "閉じる",
    "find": "番号を入力",
    "out": "未返送一覧",
    "reads": "読み取り一覧",
    "undo": "直前を訂正",
    "contact": "連絡・調査",
    "result": "結果を記録",
    "inquiry": "照会票",
    "end": "照合を終了",
    "agree": "一致・完了",
    "to_digits": "数字へ進む",
    "history": "履歴を見る",
    "on": "決定",
    "read_typed": "照合する",
    "one_back": "一つ戻る",
}
UNDO_WHAT: Final = "照合を取り消す"
CALL_WHAT: Final = "担当課に電話した"
TELL_WHAT: Final = "お客様に説明した"
TOLD: Final = {
    ("counter", "told"): "窓口で説明した",
    ("telephone", "told"): "電話で説明した",
    ("telephone", "no_answer"): "電話に応答なし",
    ("letter", "told"): "手紙で知らせた",
}
NEXT_FIX: Final = "何を記録するか、数字で選ぶ"
OPEN_WHAT: Final = "所在調査を始める"
CLOSE_WHAT: Final = "所在調査を終える"
BACK_WHAT: Final = "書類が支所に戻った"
TELL_RULE: Final = "お預けになった方に説明したことを記録します。電話番号と話した内容は、補足に入力できます。"
OPEN_RULE: Final = "要対応に載り、終えるまで残ります。先に係長に報告してください。"
BACK_RULE: Final = "書類そのものが担当課から戻ったときだけ選びます。もう一度、支所でお預かりしている状態になります。"


def call_rule(phone: str | None) -> str:
    """What the record of a call comes to."""
    number = f"電話 {phone}　" if phone else ""
    return f"{number}電話の結果を記録します。預かり書の状態は変わりません。"


DIFFERS_WHAT: Final = "相違あり"


def differs_title(label: str) -> str:
    """Title of the panel behind key 2."""
    return f"{label} の相違"


UNDO_RULE: Final = "取り消しても、元の記録は消えません。取り消した人・時刻・理由が履歴に残ります。"
DIFFERS_RULE: Final = (
    "原本が戻ったことを記録します。完了にはなりません。相違が解決したら、もう一度読み取って照合します。"
)


def told(label: str, result: str) -> str:
    """Status line."""
    return f"{label} {RESULTS[result][0]}"


def out_days(days: int) -> str:
    """How many opening days ago the papers were taken in: a fact, no expectation."""
    return f"{days}日目"


def out_range(first: int, last: int, total: int) -> str:
    """Which of the list stand on the page."""
    return f"古い順　{first}–{last} / {total:,}件"
