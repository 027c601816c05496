"""Everything that the window says, in ordinary 公用文. Keys are named by {finish} and the like
(branch_desk/ui/keys.py)."""

from __future__ import annotations

from typing import Final

PROGRAM: Final = "書類回送"
PRACTICE_MARK: Final = "【練習】"
PRACTICE_BAND: Final = "練習用の台帳です。ここで出る番号と紙は本物ではありません。"

# ---- frame
RAIL_MARK: Final = "▲!"     # beside a place of the rail where something is to be looked at
NEXT: Final = "次に"
ACTING: Final = "担当"
MOVING_LINES: Final = ("Ctrl+数字で移動", "{sheet} キーの一覧")
COVER_KEY: Final = "画面を隠す"
SCREENS: Final = {
    "reception": "受付",
    "returns": "返送照合",
    "receiving": "受領",
    "sending_back": "返送",
    "packing": "袋入れ・発送",
    "book": "管理簿",
    "attention": "要対応",
    "statistics": "集計",
    "exchange": "同期",
    "guide": "案内",
    "settings": "設定",
}
STATES: Final = {
    "reserved": "予備",
    "held": "預かり中",
    "bagged": "袋入れ",
    "dispatched": "発送済",
    "received": "受領済",
    "closed": "完了",
    "voided": "取消",
    "handed_back": "書類の返却",
    "inquiry": "所在調査",
    "lost": "記録なし",
}


def waiting_for_return(count: int, longest: int | None = None) -> str:
    """Status line: slips whose original is not back yet, and for how many opening days the oldest of them."""
    return f"戻り待ち {count:,}件" + (f"（最長{longest}開庁日）" if longest else "")


def waiting_to_send_back(count: int) -> str:
    """Status line of a section: originals that it received and has not sent back."""
    return f"返送待ち {count}件"


def more_troubles(count: int) -> str:
    """Status line: troubles that have no room beside the others."""
    return f"ほかに確認 {count}件"


# ---- keys
KEY_MEANINGS: Final = (
    ("{on}", "次へ進む", "疑わしい結果・電話・印刷の確認には使えない"),
    ("{back}", "一つ戻る", "入力は消えない"),
    ("1 2 3", "選ぶ", "1 一致　2 相違あり　3 受け取り日時の記入なし"),
    ("{find}", "検索・最初の欄へ", "番号を入力する、種類から選び直す"),
    ("{more}", "詳細", "印刷見本・経過書・未返送一覧・氏名を見せる"),
    ("{fix}", "訂正", "取消・結果の記録・例外。理由は数字で選び、{fix}で終える"),
    ("{print}", "印刷", "再印刷・照会票・案内票・送付票・返送票"),
    ("{cover}", "画面を隠す", "担当を替わるときも"),
    ("{finish}", "仕上げる", "発行・発送・受領・保存。画面に1つだけ"),
    ("Tab", "すべての欄を順に", "Shift+Tabで逆"),
    ("↑ ↓", "一覧の中を移動", "PageUp・PageDown"),
)
KEYS_TITLE: Final = "キーの一覧"
KEYS_EVERYWHERE: Final = "どの画面でも同じ意味"
KEYS_FREE: Final = "F6～F10とF1は、日本語入力のために空けてあります。"
KEYS_SCANS: Final = "読み取り（どの画面でもそのまま）"
KEYS_SCAN_LINES: Final = (
    ("原本", "返送照合では照合、袋入れでは袋へ、受領では受領、管理簿では履歴。ほかの画面では、今の所在を上に出すだけ。"),
    ("お客様控", "お客様にお伝えする文を出す。照合にはならない。"),
    ("袋", "袋入れ・受領では開く。ほかでは課と件数を出す。"),
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
ACTS_ELSEWHERE: Final = {
    "reception": "用紙の内容は {to_reception} で移り、もう一度読み取って入力",
    "packing": "袋入れは {to_packing} で移り、もう一度読み取る",
    "returns": "照合は {to_returns} で移り、もう一度読み取る",
    "receiving": "受領は {to_receiving} で移り、もう一度読み取る",
    "sending_back": "返送は {to_sending_back} で移り、もう一度読み取る",
    "book": "履歴は {to_book}",
}
BAG_STATES: Final = {
    "open": "袋入れ中",
    "closed": "確認待ち",
    "checked": "確認済",
    "dispatched": "発送済",
    "received": "受領済",
    "lost": "記録なし",
}


def bag_read(label: str, state: str) -> str:
    """Headline of the strip for a bag."""
    return f"{READ} 袋 {label} {BAG_STATES[state]}"


def bag_is(section: str, count: int, where: str) -> str:
    """Section, count and where it is."""
    return f"{section}　{count}件　{where}"


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
REASON_WAIT: Final = "すべてそろうと実行できます"
REASON_NEXT_WHAT: Final = "何を訂正するか、数字で選ぶ"
REASON_NEXT_WHY: Final = "理由を数字で選ぶ"
REASON_NEXT_NOTE: Final = "補足を入力する"
REASON_NEXT_PIN: Final = "PINを入力する"
REASON_NEXT_RUN: Final = "内容を確認し、{fix}で実行"

# ---- approval
APPROVE: Final = "承認"
APPROVERS: Final = {"responsible": "責任者の職員番号", "another": "別の職員の番号"}
APPROVAL_BADGE: Final = "名札を読み取ると、職員番号が入ります。担当は替わりません。"
APPROVAL_NEXT: Final = {
    "responsible": "責任者が名札を読み取るか、職員番号を入力する",
    "another": "別の職員が名札を読み取るか、職員番号を入力する",
}
APPROVAL_NEXT_RUN: Final = "内容を確認し、{fix}で承認"

# ---- trouble
TROUBLE_TITLE: Final = "思わぬ不具合が起きました"
TROUBLE_SAFE: Final = "記録済みの内容は失われていません。番号が二重に使われることもありません。"
TROUBLE_WHAT: Final = "今の操作は終わっていないことがあります。"
TROUBLE_TODO: Final = "管理簿で結果を確認し、必要ならもう一度操作してください。続くときは「内容をコピー」を押し、情報担当に送ってください。"
TROUBLE_COPY: Final = "内容をコピー"
TROUBLE_COPIED: Final = "コピーしました"
TROUBLE_CLOSE: Final = "閉じる"
TROUBLE_NEXT: Final = "内容を読み、{back}で閉じる"

# ---- 受付
TYPE: Final = "書類の種類"
TYPE_NOTE: Final = "番号か読み"
GOES_TO: Final = "行き先"
TURN_AWAY: Final = "お断りするもの"
TURN_AWAY_NOTE: Final = "当てはまれば番号"
TURN_AWAY_CHOICES: Final = {1: "事業者から", 2: "提出期日を過ぎている"}
NAME: Final = "お名前"
NAME_NOTE: Final = "預けた方"
NAME_BY_HAND: Final = ("原本に手書きしていただきます", "（申請者が別の方のときは、その欄も）")
SAMA: Final = "様"
KANA: Final = "フリガナ"
OPTIONAL: Final = "省略可"
APPLICANT: Final = "申請者"
APPLICANT_NOTE: Final = "別の方のとき"
APPLICANT_SAMA: Final = "様（預けた方と異なるとき）"
APPLICANT_SAMA_SHORT: Final = "様（異なるとき）"
READ_ALOUD: Final = ("お名前を復唱し、", "目でも確認（周囲に配慮）")
READ_ALOUD_SHORT: Final = ("復唱し、", "目でも確認")
SHEETS: Final = "枚数"
SHEETS_UNIT: Final = "枚（添付も数える）"
SHEETS_UNIT_SHORT: Final = "枚"
SEALED: Final = "封筒のまま（封かん・枚数不明）"
ENCLOSURES: Final = "添付"
LAST_SLIP: Final = "直前"
PREVIEW: Final = "印刷見本"
PREVIEW_NOTE: Final = "原本（ほかにお客様控・番号札・控え）"
PREVIEW_NOTE_SHORT: Final = "原本"
PREVIEW_REST: Final = "下は担当課と支所の記入欄（{more}で全体）"
PREVIEW_WAITS: Final = "枚数を入力すると、原本の見本が出ます"
TYPE_LIST: Final = "種類の番号"
TYPE_LIST_NOTE: Final = "百の位が担当課"
ENCLOSURE_LIST: Final = "添付の番号"
ENCLOSURE_LIST_NOTE: Final = "番号か言葉を、区切って入力"

RECEPTION_KEYS: Final = {
    "back": "前の欄へ",
    "find": "種類から",
    "more": "印刷見本",
    "on": "次の欄へ",
    "finish": "発行",
    "choose": "決定",
    "same": "同じお客様",
    "again": "選び直す",
    "ticket": "案内票",
    "end_refusal": "お断り終了",
    "papers": "紙を開く",
    "close": "閉じる",
}
NEXT_TYPE: Final = "書類の種類を番号か読み2～3文字で入力し、{on}"
NEXT_CHOOSE: Final = "↑↓で選び、{on}"
NEXT_NAME: Final = "お名前を入力し、{on}"
NEXT_SHEETS: Final = "枚数を入力。封筒のままのときは 0"
NEXT_ISSUE: Final = "内容を確認し、{finish}で発行"
NEXT_ISSUE_BY_HAND: Final = "内容を確認し、{finish}で発行。お名前は印刷した原本に書いていただく"
NEXT_OPTIONAL: Final = "入力し、{on}。なければそのまま{on}"
NEXT_REFUSALS: Final = "当てはまるときだけ1か2。なければ{on}"
NEXT_ISSUED: Final = "次のお客様は種類を入力。同じお客様のもう1件は、そのまま{on}"
NEXT_ISSUING: Final = "発行しています…"
NEXT_REFUSED: Final = "下の案内をお伝えし、{finish}で終了。{print}で案内票"
NEXT_PREVIEW: Final = "原本の全体です。{back}で元の画面へ戻る"
NO_ROOM: Final = "この内容は紙に入りません。短くするか手書きにします"
NO_SUCH_TYPE: Final = "一覧にない番号です。番号か読みを入力し直してください"
NOT_THREE_DIGITS: Final = "種類を選んでから{finish}"
NAME_MISSING: Final = "お名前を入力してください"
SHEETS_ODD: Final = "枚数は数字で入力してください"
SAME_VISITOR: Final = "同じお客様のもう1件です"


def undrawable(characters: str) -> str:
    """A character that no font of ours can draw."""
    return f"この字は印刷できません: {characters}　別の字にするか手書きにします"


def types_found(count: int) -> str:
    """The foot of the list of types."""
    if count == 0:
        return "見つかりません。一覧にない書類は、支所ではお預かりできません"
    return f"{count}件　一覧にない書類は、支所ではお預かりできません"


ISSUED: Final = "発行しました"
ISSUED_AGAIN: Final = "発行済です（同じ操作が2回届きました）"
PAPER_WAITING: Final = "作成中…"
PAPER_MADE: Final = "PDFを作成しました"
PAPER_FAILED: Final = "作成できません。管理簿から印刷できます"
PAPERS: Final = {"citizen": "お客様控", "original": "原本", "tag": "番号札", "binder": "控え（普通紙）"}
UNTYPED_SHEETS: Final = "封筒のまま"
NUMBER_TO_ASK: Final = "お問い合わせ番号"


def amount(sheets: int | None, enclosures: int) -> str:
    """3枚・添付1点, 封筒のまま."""
    first = f"{sheets}枚" if sheets else UNTYPED_SHEETS
    return f"{first}・添付{enclosures}点" if enclosures else first


def steps_after_issue(section: str, *, by_hand: bool = False) -> tuple[str, ...]:
    """What the hands do with the four papers. Where the visitor writes the name on the 原本, it is read aloud then."""
    if by_hand:  # a line each: below the question whether the papers came out there is no room for more
        return (
            "原本にお名前を書いていただき、復唱",
            "お客様控をお渡しし、番号札を書類に",
            f"書類と原本を{section}の箱へ",
            "控えを管理簿につづる",
        )
    return (
        "お客様控をお渡しする",
        f"番号札を書類に付け、原本と一緒に{section}の箱へ",
        "控えを管理簿につづる",
    )


REFUSED_TITLE: Final = "この書類は、支所ではお預かりできません"
REFUSED_REASON: Final = "理由"
NUMBER_UNUSED: Final = "番号は使っていません"
WORDS_TO_VISITOR: Final = "お客様への言葉"
NOT_FORWARDED: Final = "回送しない種類"
TYPE_SECTION: Final = "担当課"
TYPE_VALID: Final = "有効期間"
TYPE_RULE_NOTE: Final = (
    "回送するかどうかは、書類の種類ごとに一覧表で決まっています。窓口で選ぶものではありません。"
)
END_REFUSAL: Final = "お断りを終了"
CHOOSE_AGAIN: Final = "選び直す"
NOT_ISSUED: Final = "発行していません。"
CONTINUE_LATER: Final = "入力はそのまま残っています。"
UNTIL: Final = "まで"
SINCE: Final = "から"
FIX_LAST: Final = "直前を訂正"
REFUSAL_COUNTED: Final = "お断りを記録（番号は使っていません）"
NOT_ISSUED_KEPT: Final = "発行していません。入力はそのまま残っています"


def issued_line(label: str) -> str:
    """The status line after issuing."""
    return f"{label} を発行"


# What to do next where the services speak of the command line; a screen has keys instead.
_TODO: Final = {
    "who": "画面を隠してから、職員番号を入力してください。",
    "unknown_staff": "職員番号を確認してください。",
    "pin_needed": "PINを入力してください。",
    "pin_unset": "責任者にPINの登録を依頼してください。",
    "nowhere_to_print": "",
    "undecided": "確認したうえで、数字で決めてください。",
    "desk_section": "",
    "recovery_unchecked": "先に、データの管理の「復旧用の鍵の確認」で用紙を確認してください。",
}


def todo(rule: str, sentence: str) -> str:
    """What to do next after a refusal, in terms of the screen."""
    return _TODO.get(rule, sentence)



def arrives(days: int) -> str:
    """How long it takes of late, for a visitor in a hurry; said only where it is known."""
    return f"担当課に届くまで 約{days}開庁日" if days else "担当課に届くのは その日のうち"


def arrives_short(days: int) -> str:
    """The same beside the section, where there is no line of its own for it."""
    return f"届くまで 約{days}開庁日" if days else "その日のうちに届く"


# ---- お客様控 of this visitor
COPY_KEY: Final = "言語・文字"
COPY_PANEL: Final = "お客様控の言語と文字"
COPY_PANEL_REST: Final = "このお客様のお客様控だけに使います。もう一度押すと、選択を外します。"
COPY_LANGUAGES: Final = {
    1: ("ja", "日本語"),
    2: ("easy-ja", "やさしい日本語"),
    3: ("en", "English"),
    4: ("zh", "中文"),
}
COPY_LARGE: Final = "大きな文字 A4（18pt）"
COPY_NO_A4: Final = "A4のプリンターがあるときに選べます"
COPY_CHOSEN: Final = ("お客様控", "指定あり")
NEXT_COPY_PANEL: Final = "数字で選び、{back}で受付へ戻る"
_LARGE: Final = "大きな文字"


def citizen_copy(language: str | None, large: bool) -> tuple[str, ...]:
    """お客様控, English, 大きな文字: a line each; nothing where it is as always."""
    known = dict(COPY_LANGUAGES.values())
    chosen = tuple(word for word in (known.get(language or ""), _LARGE if large else "") if word)
    return (PAPERS["citizen"], *chosen) if chosen else ()


# ---- 訂正
FIX_VOID: Final = "取消（番号は使わない）"
FIX_CORRECT: Final = "枚数の訂正"
FIX_ENCLOSURES: Final = "添付の訂正"
FIX_NAME: Final = "お名前の訂正"
FIX_APPLICANT: Final = "申請者の訂正"
FIX_BACK: Final = "書類が支所に戻った"
FIX_ENCLOSURES_VALUE: Final = "正しい添付"
FIX_NAME_VALUE: Final = "正しいお名前"
FIX_APPLICANT_VALUE: Final = "正しい申請者"
FIX_ENCLOSURES_WARNING: Final = "番号か言葉を区切って入力（ないときは 0）。紙も書き直すか、再発行します。"
FIX_NAME_WARNING: Final = "お名前を復唱し、目でも確認（周囲に配慮）。訂正したことだけが記録に残り、紙は書き直すか再発行します。"
FIX_BACK_WARNING: Final = "書類そのものが担当課から戻ったときだけ選びます。もう一度、支所でお預かりしている状態になります。"
FIX_HAND_BACK: Final = "書類の返却"
FIX_SHEETS: Final = "正しい枚数"
FIX_VOID_WARNING: Final = "取り消した番号は二度と使われず、理由とともに残ります。印刷した紙（お客様控・原本・番号札・控え）はすべて回収します。"
FIX_CORRECT_WARNING: Final = "封筒のままのときは 0。紙の枚数も書き直すか、管理簿から再発行します。"
FIX_HAND_BACK_WARNING: Final = "書類をお客様にお返しします。印刷した紙はすべて回収します。"


def fixing(label: str) -> str:
    """Heading of the panel."""
    return f"{label} を訂正"


def value_missing(word: str) -> str:
    """A value is asked before F4."""
    return f"{word}を入力する"


# ---- はじめて
FIRST_LEAD: Final = "支所でお預かりした書類を担当課へ届け、預かり書の原本が戻るまで見届けます。"
FIRST_CHOOSE: Final = "最初に、どちらかを数字で選んで{on}"
FIRST_PRACTISE: Final = "練習する"
FIRST_PRACTISE_LINES: Final = (
    "すぐに始まります。",
    "ここで出る番号と紙は本物ではありません。",
    "画面と紙に「練習」と出ます。",
)
FIRST_REGISTER: Final = "この窓口を登録する"
FIRST_ROLES: Final = {"counter": "この窓口を登録する（支所の窓口）", "section": "この窓口を登録する（担当課）"}
FIRST_OTHER_ROLE: Final = {"counter": "支所の窓口として登録", "section": "担当課として登録"}
FIRST_SECTION_WRONG: Final = "課の番号は、下の一覧から選んでください。"
FIRST_REGISTER_LINES: Final = (
    "区役所から届いた窓口番号（3桁）を用意します。",
    "入力するのは窓口番号・窓口名・支所名とあなたの氏名です。",
    "2分ほどで受付を始められます。",
)
FIRST_LARGER: Final = "文字を大きくする"
FIRST_LEAVE: Final = "終了"
FIRST_ONCE: Final = "この画面は最初の1回だけ出ます。"
FIRST_REGISTER_NEXT: Final = "すべて入力し、{finish}で登録"
FIRST_DO_REGISTER: Final = "登録して始める"
FIRST_CODE_WRONG: Final = "窓口番号は001から999の3桁です。区役所から届いた番号を入力してください。"
FIRST_FIELDS: Final = {
    "code": ("窓口番号", "3桁。区役所から届いた番号"),
    "name": ("窓口名", "例: 大師1（8文字まで。番号の中に入ります）"),
    "branch": ("支所名", "例: 大師支所"),
    "section": ("課の番号", "1桁。下の一覧から"),
    "staff": ("あなたの職員番号", "1から5桁の数字"),
    "person": ("あなたの氏名", "姓と名の間をあける。紙には姓だけが出ます"),
    "pin": ("PIN", "4から12桁の数字。取消などのときに入力します"),
}


def first_sections(sections: list[tuple[str, str]]) -> str:
    """1 保険年金課　2 地域ケア推進課 …"""
    return "　".join(f"{code} {name}" for code, name in sections)


def first_missing(word: str) -> str:
    """A field of the registration is empty."""
    return f"{word}を入力してください。"
