"""Every fixed sentence on paper.

Staff forms speak ordinary 公用文; what a citizen takes home speaks plainly.
"""

from __future__ import annotations

TITLE = "預かり書"
COPY = {"original": "原本", "tag": "番号札", "binder": "控え", "citizen": "お客様控"}
NOTE = {
    "original": ("書類と一緒に担当課へ", "書いて支所へ返送"),
    "binder": ("回送管理簿につづる", "書類につけない"),
    "citizen": ("お持ち帰りください",),
}
NOTE_NARROW = {
    "original": ("書類と一緒に", "担当課へ", "支所へ返送"),
    "binder": ("管理簿に", "つづる"),
    "citizen": ("お持ち帰り", "ください"),
}

NUMBER_LATER = ("番号とバーコードは", "発行したときに付きます")

PRACTICE = "練習"
PRACTICE_WORD = "本物ではありません"
PRACTICE_WORD_NARROW = "本物でない"
NOT_BEFORE = "これより前の紙は使わない"


def reissued(n: int) -> str:
    """Word of the mark 再発行."""
    return f"再発行 {n}回目"


DEPOSITOR = "預けた方"
DEPOSITOR_CITIZEN = ("お預けに", "なった方")
APPLICANT = "申請者"
APPLICANT_IF = "（預けた方と異なるとき）"
SIR = "様"

SHEETS, ENCLOSURES = "枚数", "添付"
SEALED, SEALED_NOTE = "封筒のまま", "（封かん・枚数不明）"
ALL_SHEETS = "添付をふくむ全部の枚数"
SECTION_TICKS = "□は担当課が確認"
TAKEN, STAFF = "預かり", "担当"

SECTION_WRITES = "担当課が書くところ"
RECEIVED_AT = "受け取り日時"
RECEIVED_COPIED = "担当課の受け取り日時（原本から写す）"
RECEIVED_COPIED_NARROW = "受け取り日時（原本から写す）"
BY_24 = "24時間で"
RECEIVER, STAMP_OR_SIGN = "受取者", "印か署名"
RECEIVER_SIGNS, STAMP = "受取者（署名）", "印"
AGREES, DIFFERS = "枚数・添付が合う", "ちがう→支所へ電話"
AGREES_NARROW, DIFFERS_NARROW = "数が合う", "ちがう→電話"
SEALED_ARRIVED, SEALED_ARRIVED_NARROW = "封のまま到着", "封のまま"
RETURN_TO, CHECKED_ON, CHECKED_BY = "返送先", "照合日", "照合した人"
CAME_BACK_ON = "原本が戻り、照合した日"
BAG_NUMBER, SENT_ON = "袋の番号", "発送日"
REMARKS = "備考（書類の返却・取消・照会など）"
COPY_STAMP = ("複写した", "控えには", "「控」の印")
ERA = "令和"

ONLY_CUSTODY = "支所は書類を預かっただけで、記載内容の審査や不足の確認はしていません。"
ASK_SECTION = "申請受理日の取扱いは、担当課にお尋ねください。"
ASK_AT = "問い合わせ"
PHONE = "電話"

# お客様控: what it says stands in words_citizen, the rest here
LOOKUP = "照会用"
TO_SECTION = "担当課に届くまで"


def days_short(n: int) -> str:
    """Expected arrival where little room is."""
    return f"約{n}開庁日"


# what does not fit
TOO_MANY_ENCLOSURES = (
    "添付の件数または名前が、この用紙に入りきりません。80ミリのレシート用紙を選んでください。"
)
NAME_TOO_LONG = "お名前が長く、この用紙に入りきりません。80ミリのレシート用紙を選んでください。"
TYPE_TOO_LONG = "書類の名前が長く、この用紙に入りきりません。80ミリのレシート用紙を選んでください。"
TOO_MANY_SLIPS = "件数が多く、この用紙に入りきりません。80ミリのレシート用紙を選んでください。"
SENTENCE_TOO_LONG = (
    "申請受理日についての文が長く、この用紙に入りきりません。80ミリのレシート用紙を選んでください。"
)
PLACE_TOO_LONG = "課または支所の名前が長く、この用紙に入りきりません。80ミリのレシート用紙を選んでください。"
REASON_TOO_LONG = (
    "再発行の理由が長く、この用紙に入りきりません。短くするか、80ミリのレシート用紙を選んでください。"
)
TYPE_TOO_LONG_ANYWHERE = (
    "書類または添付の名前が長く、この用紙に入りきりません。カタログの名前を短くしてください。"
)
NEEDS_A4 = "この様式は、A4の普通紙に印刷してください。"
TWO_UP = "切らずに2枚分でつづる"

# the recovery key
RECOVERY_TITLE = "復旧用の鍵"
RECOVERY_SECRET = "関係者以外に見せないこと"
RECOVERY_NEEDS_SHEET = "復旧用の鍵は、A5またはA4の普通紙に印刷してください。感熱紙は数年で薄れます。"
RECOVERY_TOO_LONG = "この用紙に入りきりません。A4を選んでください。"
RECOVERY_WHAT = (
    "この鍵は、パソコンが壊れたときや取り替えたときに、バックアップから預かり書の記録と氏名を元に戻すためのものです。",
    "この鍵がないと、バックアップから氏名を読み戻すことはできません。再発行もできません。",
)
RECOVERY_KEEP = (
    "封筒に入れて封をし、支所の金庫など、鍵のかかる場所に保管してください。",
    "パソコンやバックアップの媒体と同じ場所には置かないでください。",
    "写真に撮る、電子メールで送る、パソコンに保存することはしないでください。",
    "人の目に触れたおそれがあるときは、責任者に報告し、新しい鍵を作ってください。",
)
# the root key of a ward office's share
ROOT_TITLE = "大元の鍵"
ROOT_WHAT = (
    "この鍵は、区役所の管理用の端末が壊れたときや、その鍵を人に知られたおそれがあるときに、区役所の新しい鍵を決めるためのものです。",
    "この鍵がないと、すべての窓口の登録をやり直すことになります。再発行はできません。",
)
ROOT_KEEP = (
    "封筒に入れて封をし、区役所の金庫など、鍵のかかる場所に保管してください。",
    "管理用の端末と同じ場所には置かないでください。",
    "写真に撮る、電子メールで送る、パソコンに保存することはしないでください。",
    "人の目に触れたおそれがあるときは、責任者と情報担当に報告してください。",
)
RECOVERY_USE = "使うときは、下の文字を左上から順に、区切りごとに入力します。"
RECOVERY_KEEP_HEAD, RECOVERY_WHAT_HEAD = "保管のしかた", "この鍵について"
RECOVERY_DESK, RECOVERY_MADE, RECOVERY_STAFF = "窓口", "作成日時", "作成した人"
RECOVERY_BOXES = ("作成した人", "確認した人", "責任者")
RECOVERY_KEPT_AT, RECOVERY_SEALED_ON = "保管した場所", "封をした日"
