"""What 設定 says. Keys are named by {finish} and the like (branch_desk/ui/keys.py)."""

from __future__ import annotations

from typing import Final

# Refused by a rule: (sentence, what to do next). services/results.refuse finds them here.
RULES: dict[str, tuple[str, str]] = {
    "office_purpose": ("利用目的の文は1から{most}文字です。", "短くしてください。"),
    "office_hours": ("受付時間は{most}文字までです。", "短くしてください。"),
    "type_faults": ("{faults}。", "直してから、もう一度保存してください。"),
    "type_section": ("番号の先頭「{digit}」の担当課がありません。", "一覧表にある担当課の番号で始めてください。"),
    "type_exists": ("番号{code}はすでにあります。", "一覧で選んで変更するか、別の番号にしてください。"),
    "type_same": ("変わった内容がありません。", "変更する内容を入力してください。"),
    "section_phone": ("電話番号は30文字まで、階は10文字までです。", "短くしてください。"),
}
STAFF_BY_CODE: Final = "職員{code}"     # a member of staff on paper, where the surname is not printed

SECTIONS: Final = {"look": "見やすさと受付", "staff": "職員とPIN", "desk": "この窓口", "printers": "プリンター"}

# ---- 見やすさと受付: caption, options by value, note
ROWS: Final = {
    "step": ("文字の大きさ", {0: "小", 1: "標準", 2: "大", 3: "特大"}, ""),
    "contrast": ("色", {False: "標準", True: "高コントラスト（黒地）"}, ""),
    "plain": ("軽い表示", {False: "使わない", True: "使う"}, "動きの遅いPCで使う"),
    "volume": (
        "音",
        {"loud": "鳴らす", "soft": "小さく", "off": "鳴らさない"},
        "選ぶと、その大きさで鳴ります",
    ),
    "typed_names": (
        "お名前",
        {False: "手書き", True: "入力"},
        "手書き: お客様が原本に書く　入力: 職員が受付で入力",
    ),
}
SAMPLE: Final = "あ"
PLAIN_WITH_CONTRAST: Final = "高コントラストでは、いつも軽い表示です"
NO_SOUND: Final = "このPCには音を鳴らす仕組みがありません"
AT_ONCE: Final = "大きさ・色・音はすぐに変わります。お名前は保存したときに変わります。"

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
NEXT_SECTION: Final = "↑↓で区分を選び、{on}で項目へ"
NEXT_FACTS: Final = "↑↓で区分を選ぶ。この区分は見るだけです"
NEXT_STAFF: Final = "↑↓で選び、{on}でPINを登録"
NEXT_ADD: Final = "{on}で職員を登録"
NEXT_MAY_NOT: Final = "責任者だけができます。{cover}で担当を替わってから操作する"
NEXT_ROLE: Final = "←→で役割を選び、{on}"
NEXT_FIELD: Final = "入力し、{on}"
NEXT_OPTIONAL: Final = "入力し、{on}。登録しないときは、そのまま{on}"
NEXT_REGISTER: Final = "内容を確認し、{finish}で登録"
NEXT_PINS: Final = "新しいPINを2回入力し、{finish}で登録"

KEYS: Final = {
    "back": "区分へ",
    "restore": "元に戻す",
    "change": "変更",
    "into": "項目へ",
    "open": "登録へ",
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
