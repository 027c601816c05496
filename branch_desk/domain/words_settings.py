"""What 設定 says. Keys are named by {finish} and the like (branch_desk/ui/keys.py)."""

from __future__ import annotations

from datetime import date
from typing import Final

# Refused by a rule: (sentence, what to do next). services/results.refuse finds them here.
RULES: dict[str, tuple[str, str]] = {
    "office_purpose": ("利用目的の文は1から{most}文字です。", "短くしてください。"),
    "office_hours": ("受付時間は{most}文字までです。", "短くしてください。"),
    "type_faults": ("{faults}。", "直してから、もう一度保存してください。"),
    "type_section": ("番号の先頭「{digit}」の担当課がありません。", "一覧表にある担当課の番号で始めてください。"),
    "type_exists": ("番号{code}はすでにあります。", "一覧で選んで変更するか、別の番号にしてください。"),
    "type_same": ("変わった内容がありません。", "変更する内容を入力してください。"),
    "closing_day_form": ("日付の形が正しくありません。", "2026年12月28日は 20261228 と入力します。"),
    "section_phone": ("電話番号は30文字まで、階は10文字までです。", "短くしてください。"),
}
STAFF_BY_CODE: Final = "職員{code}"     # a member of staff on paper, where the surname is not printed

# In the order of their digits
SECTIONS: Final = {
    "look": "見やすさ",
    "office": "受付と紙",
    "types": "書類の種類",
    "phones": "担当課の電話",
    "staff": "職員",
    "pins": "PINと氏名",
    "limits": "日数の基準",
    "printers": "プリンター",
    "desk": "この窓口",
    "care": "データの管理",
}

# ---- 見やすさ: caption, options by value, note
LOOK_ROWS: Final = {
    "step": ("文字の大きさ", {0: "小", 1: "標準", 2: "大", 3: "特大"}, ""),
    "contrast": ("色", {False: "標準", True: "高コントラスト（黒地）"}, ""),
    "plain": ("軽い表示", {False: "使わない", True: "使う"}, "動きの遅いPCで使う"),
    "volume": (
        "音",
        {"loud": "鳴らす", "soft": "小さく", "off": "鳴らさない"},
        "選ぶと、その大きさで鳴ります",
    ),
}
SAMPLE: Final = "あ"
PLAIN_WITH_CONTRAST: Final = "高コントラストでは、いつも軽い表示です"
NO_SOUND: Final = "このPCには音を鳴らす仕組みがありません"
AT_ONCE: Final = "選ぶとすぐに変わります。残すには保存します。"

# ---- 受付と紙, PINと氏名: caption, options or the width of a field, note
OFFICE_ROWS: Final = {
    "typed_names": ("お名前", {False: "手書き", True: "入力"}, "手書き: お客様が原本に書く"),
    "citizen": ("お客様控", {"roll": "ロール", "large": "大きな文字 A4", "plain": "普通紙 A5"}, "普通紙はプリンターがあるとき"),
    "binder": ("控え", {False: "印刷", True: "複写（A5原本を複写）"}, ""),
    "hours": ("受付時間", 30, "お客様控に印刷"),
    "purpose": ("利用目的", 44, ""),
}
PIN_ROWS: Final = {
    "pin_void": ("取消のPIN", {True: "入力する", False: "入力しない"}, ""),
    "pin_check": ("2人目の確認のPIN", {True: "入力する", False: "入力しない"}, ""),
    "staff": ("紙に出す職員", {"surname": "姓", "code": "職員番号"}, "職員番号にすると、紙に氏名が出ません"),
}
OFFICE_NOTES: Final = {
    "office": "利用目的は、お名前を何に使うかの説明です。お客様控に印刷します。",
    "pins": "例外の承認・日数の基準・職員の登録では、いつもPINを入力します。",
}
PIN_APPROVAL: Final = "PINの入力を変える"
PIN_APPROVAL_SENTENCE: Final = "PINを入力するかどうかを変えるには、責任者の承認が必要です。記録に残ります。"
HINTS: Final = {
    "citizen": "大きな文字は18ポイントで、A4の普通紙に印刷します。目の見えにくい方に向いています。",
    "binder": "複写にすると控えは印刷しません。印刷した原本（A5）をコピー機で複写して、管理簿につづります。",
    "pin_check": "袋を発送する前に、入れた人と別の職員が枚数を確認します。その職員のPINです。",
    "retention": "この種類の預かり書をとじた管理簿を、年度が終わってから何年保存するかです。",
    "annual": "1年間に預かる件数の見込みです。50件未満が続く種類は、集計で除外の候補になります。",
    "valid_from": "例: 20270401。前より後の日付にすると、前の内容はその前の日まで残り、この日から新しい内容になります。",
    "sentence": "申請受理日について、担当課が承認した文です。空欄のときは、担当課にお尋ねくださいと印刷します。",
    "refusal": "回送しない種類のとき、お客様にお伝えする文です。担当課が決めたものを入力します。",
}

# ---- 書類の種類
TYPE_COLUMNS: Final = {
    "code": "番号", "name": "名称", "forwarded": "回送", "valid": "有効期間", "retention": "保存", "annual": "年間見込み",
}
FORWARDED_SHORT: Final = {
    "する": "する", "緊急対応が基本": "緊急対応", "申請受理日が重要": "受理日が重要", "年50件未満": "年50件未満",
}
ADD_TYPE: Final = "種類を追加する"
FILES: Final = {
    "catalogue in": "一覧表をCSVから取り込む",
    "catalogue out": "一覧表をCSVに書き出す",
    "guide in": "案内をファイルから取り込む",
    "guide out": "案内をファイルに書き出す",
}
FILE_PLACE: Final = "ファイルの場所"
FILE_NOTES: Final = {
    "catalogue in": "誤りが1つでもあれば、何も取り込みません。使用中の種類を一覧表から消すことはできません。",
    "catalogue out": "表計算ソフトで開けるCSVになります。直してから取り込むと、次の版になります。",
    "guide in": "誤りが1つでもあれば、何も取り込みません。",
    "guide out": "文字編集ソフトで直せるJSONになります。直してから取り込むと、次の版になります。",
}
FILE_DONE: Final = {
    "catalogue in": "一覧表を取り込みました",
    "catalogue out": "一覧表を書き出しました",
    "guide in": "案内を取り込みました",
    "guide out": "案内を書き出しました",
}
FILE_THERE: Final = "同じ名前のファイルがあります。別の名前にしてください。"
FILE_FAULT: Final = "ファイルを読み書きできません。場所と名前を確認してください。"
NEXT_FILE: Final = {
    False: "取り込むファイルの場所を入力し、{finish}で取り込む",
    True: "書き出すファイルの場所を入力し、{finish}で書き出す",
}
TYPE_TITLE: Final = "書類の種類"
TYPE_PAGE: Final = ("1 / 2", "2 / 2")
TYPE_FIELDS: Final = {
    "code": ("番号", "3桁。百の位が担当課"),
    "name": ("名称", ""),
    "reading": ("読み", "ひらがな。言葉の区切りをあける"),
    "forwarded": ("回送", ""),
    "valid_from": ("有効開始日", "例: 20270401"),
    "valid_until": ("有効終了日", "終わるときだけ入力"),
    "retention": ("保存年数", "年"),
    "annual": ("年間見込み", "件"),
    "sentence": ("受理日の文", ""),
    "refusal": ("お断りの文", ""),
}
TYPE_NOTE: Final = "発行済の預かり書の名称は変わりません。有効開始日を後にすると、前の内容はその前の日まで残ります。"
NEXT_TYPES_MORE: Final = "{more}で、種類の追加と取込"
NEXT_MORE: Final = "何をするか、数字で選ぶ"
NEXT_TYPE_FIELD: Final = "変更する欄に入力し、{finish}で保存。{more}で次の頁"
NEXT_TYPE_KEEP: Final = "{finish}で、一覧表の次の版として保存"
NEXT_FORWARDED: Final = "←→で選び、{on}"
CATALOGUE_KEPT: Final = "一覧表を保存しました（第{version}版）"

# ---- 担当課の電話
PHONES_NOTE: Final = "お客様控・案内票・案内の画面に出ます。階は、一覧表のCSVで変えます。"

# ---- 日数の基準
LIMIT_COLUMNS: Final = {"what": "基準", "value": "今の値"}
LIMIT_VALUE: Final = {"evening": "時刻", "arrive": "開庁日数", "return": "開庁日数"}
LIMITS_NOTE: Final = "責任者だけが、理由を選んで変えられます。変更は記録に残り、集計に出ます。土日・祝日・12月29日から1月3日は、初めから閉庁日です。"
CLOSED: Final = "臨時の閉庁日"
ADD_CLOSED: Final = "臨時の閉庁日を追加する"
CLOSING_DAY: Final = "日付"
CLOSING_NOTE: Final = "例: 20261228"
NEXT_LIMIT: Final = "↑↓で選び、{on}で変更（責任者）"
NEXT_CLOSED: Final = "{on}で、この日を開庁日に戻す（責任者）"
NEXT_ADD_CLOSED: Final = "{on}で、臨時の閉庁日を追加（責任者）"

# ---- 職員とPIN
STAFF_COLUMNS: Final = {"code": "職員番号", "name": "氏名", "role": "役割", "pin": "PIN"}
ROLES: Final = {"clerk": "担当", "responsible": "責任者", "auditor": "監査"}
PIN_SET: Final = "登録済"
PIN_UNSET: Final = "未登録"
ADD: Final = "職員を登録する"
NOBODY_RESPONSIBLE: Final = "責任者がいません。責任者が登録されるまでは、だれでも登録できます。"
ONLY_RESPONSIBLE: Final = "登録できるのは責任者です。自分のPINは自分で変えられます。"
STAFF_NOTE: Final = "名札がなくても、{cover}のあとに職員番号を入力すると担当を替われます。"
ADD_TITLE: Final = "職員を登録"
PIN_TITLE: Final = "PINを登録"
FIELDS: Final = {
    "code": ("職員番号", "1から5桁の数字"),
    "name": ("氏名", "姓と名の間をあける。紙には姓だけが出ます"),
    "role": ("役割", ""),
    "pin": ("PIN", "4から12桁の数字。なくても登録できます"),
    "again": ("PIN（もう一度）", ""),
    "own": ("あなたのPIN", "登録する人の確認"),
}
NEW_PIN_NOTE: Final = "4から12桁の数字"
PINS_DIFFER: Final = "2つのPINが違います。もう一度入力してください。"

# ---- この窓口
FACTS: Final = {
    "number": "窓口番号",
    "branch": "支所",
    "home": "台帳の場所",
    "kind": "台帳の種類",
    "key": "ふだんの鍵",
    "recovery": "復旧用の鍵",
}
REAL: Final = "本番の台帳です。番号も紙も本物です。"
PRACTICE: Final = "練習用の台帳です。ここで出る番号と紙は本物ではありません。"
KEY_MISSING: Final = "ふだんの鍵を読めません。氏名は表示できません。情報担当へ連絡し、復旧用の鍵で戻します。"
RECOVERY: Final = (
    "登録のとき一度だけ表示した鍵です。このPCにも残っていないため、ここには表示できません。"
    "紙が見つからないときは、情報担当が作り直します（branch-desk recovery-key）。前の鍵は使えなくなります。"
)
RECOVERY_PRACTICE: Final = "練習用の台帳では使いません。"

# ---- next action
NEXT_ROW: Final = "↑↓で選び、{on}で変更"
NEXT_CHANGED: Final = "{finish}で保存。{back}で元に戻す"
NEXT_SECTION: Final = "数字か↑↓で区分を選び、{on}で項目へ"
NEXT_FACTS: Final = "数字か↑↓で区分を選ぶ。この区分は見るだけです"
NEXT_TEXT: Final = "入力し、{on}で次の欄へ"
NEXT_STAFF: Final = "↑↓で選び、{on}でPINを登録"
NEXT_ADD: Final = "{on}で職員を登録"
NEXT_MAY_NOT: Final = "責任者だけができます。{cover}で担当を替わってから操作する"
NEXT_ROLE: Final = "←→で役割を選び、{on}"
NEXT_FIELD: Final = "入力し、{on}"
NEXT_OPTIONAL: Final = "入力し、{on}。登録しないときは、そのまま{on}"
NEXT_REGISTER: Final = "内容を確認し、{finish}で登録"
NEXT_PINS: Final = "新しいPINを2回入力し、{finish}で登録"

OTHER_SECTIONS: Final = "ほかの区分は、数字か↑↓"

KEYS: Final = {
    "back": "区分へ",
    "restore": "元に戻す",
    "change": "変更",
    "into": "項目へ",
    "open": "登録へ",
    "open_row": "開く",
    "page": "次の頁",
    "add_file": "追加・取込",
    "read": "取り込む",
    "write": "書き出す",
    "save": "保存",
    "next": "次の欄へ",
    "register": "登録",
    "leave": "戻る",
}
SAVED: Final = "設定を保存しました"
RESTORED: Final = "設定を元に戻しました"


def enrolled(name: str) -> str:
    """The status line after a member of staff was added."""
    return f"{name}を登録しました"


def pin_given(name: str) -> str:
    """The status line after a PIN was registered."""
    return f"{name}のPINを登録しました"


def missing(word: str) -> str:
    """A field is empty."""
    return f"{word}を入力してください"


def number_of(code: str, name: str) -> str:
    """101 大師1."""
    return f"{code}（{name}）"


def types_note(version: int) -> str:
    """Below the list of types."""
    return f"今の一覧表は第{version}版です。発行済の預かり書の名称は変わりません。"


def next_type(name: str) -> str:
    """The marked line, its official name whole."""
    return f"{name}　{{on}}で開く、{{more}}で追加・取込"


def valid(start: date, end: date | None, today: date) -> str:
    """From when to when; what has ended or has not begun is said in a word."""
    if end is not None and end < today:
        return f"{end:%Y.%m.%d} 終了"
    if start > today:
        return f"{start:%Y.%m.%d} から"
    return f"{end:%Y.%m.%d} まで" if end else "有効"


def years(count: int) -> str:
    """保存年数."""
    return f"{count}年"


def bad_line(line: int, sentence: str) -> str:
    """A fault of a CSV."""
    return f"{line}行目: {sentence}"


def more_lines(count: int) -> str:
    """Faults that are not shown."""
    return f"ほか{count}件"


def limit_now(value: str) -> str:
    """What the limit is before it is changed."""
    return f"今の値: {value}"


def opens_again(day: str) -> str:
    """Heading of the panel that takes a closing day back."""
    return f"{day}を開庁日に戻す"

# Below a list of which not every line has room.
RANGE = "{first}-{last} / {total}行　↑↓で続きを見る"
