"""Every Japanese word of the section's desk: 受領 and 返送; services, command line and screen."""

from __future__ import annotations

# Refused by a rule: (sentence, what to do next). services/results.refuse finds them here.
RULES: dict[str, tuple[str, str]] = {
    "not_section_desk": ("受領と返送は、担当課のPCだけで記録できます。", "支所では、返送された原本を返送照合で読み取ってください。"),
    "no_bag_number": ("袋の番号ではありません。", "袋札か送付票のバーコードを読み取ってください。"),
    "arrived_practice": ("練習用の袋です。", "本物の台帳では使えません。"),
    "arrived_real": ("本物の袋です。", "練習用の台帳では使えません。"),
    "bag_other_section": ("{place}の袋です。", "開けずに、{place}へ渡してください。"),
    "bag_received_already": ("{label}は、{at}に受領を確定しています。", "何も記録していません。"),
    "bag_total": ("{label}の記録はまだ届いていません。", "送付票に書いてある「袋の合計」の件数を入力してください。"),
    "found_count": ("数えた数は0から9999です。", "数字で入力してください。"),
    "bag_total_form": ("件数は1から9999です。", "送付票の「袋の合計」を入力してください。"),
    "bag_left": ("{count}件が読み取られていません。", "袋の中と周りを探すか、見当たらないことを記録してください。"),
    "bag_count": ("送付票は{total}件、確認したのは{count}件です。", "数え直すか、件数が合わないまま確定してください。"),
    "bag_time": ("この袋の受け取り日時は{at}です。", "袋ごとに一つの日時です。日時を変えるときは、袋の受け取り日時を変えてください。"),
    "received_already": ("{label}は、{at}に受領しています。", "何も記録していません。"),
    "time_before_dispatch": ("発送（{at}）より前の日時です。", "日付印の日時を確認してください。"),
    "not_on_bag": ("{label}は、この袋の送付票にありません。", "番号を4桁ずつ確認してください。"),
    "missing_number": ("番号が正しくありません。", "送付票の番号（501-00042の形）か、16桁の番号を入力してください。"),
    "missing_already": ("{label}は、見当たらないことを記録しています。", "見つかったときは、読み取って受領してください。"),
    "nothing_to_send": ("返送する原本がありません。", "原本を1件ずつ読み取ってください。"),
    "sent_twice": ("{label}が2回あります。", "同じ原本を1件にしてください。"),
    "sent_already": ("{label}は、{at}に返送しています。", "何も記録していません。"),
    "not_received_here": ("{label}は、この課で受領していません。", "先に受領してください。"),
    "matched_already": ("{label}は、支所で完了しています。", "何も記録していません。"),
    "returns_branch": ("返送先が{count}か所あります: {branches}", "支所の名前を付けてください。"),
    "not_away": ("{label}は支所にあります（{state}）。", "書類が担当課から戻ったときだけ記録できます。"),
    "stamp": ("日付印は day（日だけ）か minute（時分まで）です。", "どちらかを指定してください。"),
}

# What a scan is answered at 受領: the word, and what to do next.
VERDICTS: dict[str, tuple[str, str]] = {
    "matched": ("番号を確認しました。枚数を確認してください", ""),
    "unknown": ("番号を確認しました。枚数を確認してください", "送付元の記録はまだ届いていません。紙に書いてある枚数と比べます"),
    "not_dispatched": ("番号を確認しました。枚数を確認してください", "支所に発送の記録がありません。受領すると、支所に知らせます"),
    "not_on_list": ("番号を確認しました。枚数を確認してください", "この袋の送付票にない書類です。受領すると、支所に知らせます"),
    "again": ("前に受領した番号です", "{at}に受領しています。もう一度届いたときは、枚数を確認してください"),
    "already_received": ("受領しています", "{at}に受領しました。何も記録していません"),
    "redirected": ("他課の書類です", "記録しています。{place}へ渡してください"),
    "wrong_section": ("他課の書類です", "{place}の書類です。受領しないでください"),
    "voided": ("取消された番号です", "受領しないでください。書類を別にして、支所に電話してください"),
    "handed_back": ("書類を返却した番号です", "受領しないでください。書類を別にして、支所に電話してください"),
    "inquiry": ("取消・返却された番号です", "所在調査を始めています。書類を別にしておいてください"),
    "already_closed": ("完了しています", "支所で照合が済んでいます。何も記録していません"),
    "copy": ("お客様控・番号札の番号です", "預かり書の原本を読み取ってください"),
    "practice": ("練習用の番号です", "本物の台帳では使えません"),
    "real_in_practice": ("本物の番号です", "練習用の台帳では使えません"),
    "not_ours": ("預かり書ではありません", "預かり書の原本を読み取ってください"),
    "unreadable": ("読み取れません", "もう一度読み取るか、16桁の番号を4桁ずつ入力してください"),
}

STANDS = {"waiting": "発送済", "read": "番号確認", "received": "受領済", "missing": "見当たらない", "redirected": "他課の書類"}
MISSING_REASONS = {"not_in_bag": "袋に入っていない", "bag_not_arrived": "袋が届いていない", "other": "その他"}
ROUTES = {"internal_mail": "庁内便", "by_hand": "職員が持参", "post": "郵送", "other": "その他"}
INTERNAL_MAIL = "庁内便"
SEALED = "封筒"
SEALED_WHOLE = "封筒のまま"
NONE = "－"

RECEIVED = "受領しました"
RECEIVED_BY_NUMBER = "送付元の記録はまだ届いていません。番号だけで受領しました"
RECEIVED_DIFFERS = "相違ありで受領しました。支所に知らせます"
RECEIVED_EXTRA = "送付票にない書類として受領しました。支所に知らせます"
REDIRECTED = "他課の書類として記録しました。{place}へ渡してください"
REDIRECTED_UNKNOWN = "他課の書類として記録しました。支所に電話し、送り先を確認してください"
MISSING = "見当たらないことを記録しました。所在調査を始めます"
INQUIRY = "所在調査を始めました。書類を別にして、支所に電話してください"
UNDONE = "記録を取り消しました"
FINISHED = "{count}件の受領を確定しました"
FINISHED_MISSING = "{count}件の受領を確定しました。{missing}件は見当たりません（所在調査）"
FINISHED_SHORT = "{count}件の受領を確定しました。送付票の{total}件と合いません"
REOPENED = "袋の確定を取り消しました"
RETIMED = "受け取り日時を{at}にしました"
SENT_BACK = "原本{count}件の返送を記録しました"
DOCUMENTS_BACK = "書類が支所に戻ったことを記録しました。もう一度お預かりしています"
STAMP_SET = {"minute": "日付印は時分までです", "day": "日付印は日だけです"}


def place(section: str, floor: str | None) -> str:
    """保護課 4階."""
    return f"{section} {floor}" if floor else section


def amount(sheets: int | None, sealed: bool, enclosures: int) -> str:
    """3枚・添付1点, as it is counted."""
    first = SEALED_WHOLE if sealed or sheets is None else f"{sheets}枚"
    return f"{first}・添付{enclosures}点" if enclosures else first


def branch_of(desk: str) -> str:
    """A branch that is known only by the number of its desk."""
    return f"支所（窓口{desk}）"


# ---- command line

NO_BAGS = "届いている袋はありません。"
NONE_TO_SEND = "返送する原本はありません。"
BAG_LINE = "{label}  {digits}  {branch}  {count}"
COUNT = "{count}件"
COUNT_UNKNOWN = "件数は送付票"
UNSEEN = "{count}件は、まだ読み取られていません。"
ONE_OF = "番号か --bag のどちらかを指定してください。"

# ---- 受領: the screen

NEXT_SCAN = "預かり書を1件ずつ読み取る"
NEXT_COUNT = "{amount}を数え、合えば1を押す"
NEXT_SEALED = "封筒が閉じたままか確認し、よければ1を押す"
NEXT_COUNT_PAPER = "紙に書いてある枚数を数え、合えば1を押す"
NEXT_REDIRECT = "3を押して記録し、{place}へ渡す"
NEXT_INQUIRE = "書類を別にし、1を押して所在調査を始める"
NEXT_STAMP = "日付印を押して返送の箱へ。次の預かり書を読み取る"
NEXT_FINISH = "全部を確認しました。{finish}で受領を確定する"
NEXT_FINISHED = "次の袋を読み取る"
NEXT_LIST = "袋を読み取るか、{on}で開く"
NEXT_NO_BAGS = "袋か預かり書を読み取る"
NEXT_DIGITS = "番号を入力して{on}"
NEXT_PASS_ON = "{place}へ渡す"
NEXT_STOPPED = {
    "copy": "預かり書の原本を読み取る", "not_ours": "預かり書の原本を読み取る", "unreadable": "もう一度読み取る",
    "practice": "練習の紙を片付ける", "real_in_practice": "練習を終わってから読み取る",
    "already_received": "次の預かり書を読み取る", "already_closed": "次の預かり書を読み取る",
    "inquiry": "書類を別にして、支所の返事を待つ", "bag_received_already": "次の袋を読み取る",
}
WAIT_BAG = "袋のバーコードを読み取ってください"
WAIT_BAG_NOTE = "袋札にも送付票にもあります。袋のない預かり書は、そのまま読み取れます。"
WAIT_SLIP = "預かり書を読み取ってください"
WAIT_SLIP_NOTE = "1件ずつ読み取り、枚数と添付の数を数えます。内容の審査はしません。"
WAIT_DIGITS = "番号を入力してください"
WAIT_DIGITS_NOTE = "バーコードの下の16桁です"
SIXTEEN = "16桁"
AGREE = "{amount} 一致"
AGREE_PAPER = "紙と一致"
DIFFERS = "相違あり"
OTHER_SECTION = "他課の書類"
START_INQUIRY = "所在調査を始める"
FOUND_LABEL = "{label}  {amount}"
CONTENTS = "袋の中身"
ON_LIST = "送付票 {count}件"
ON_PAPER_LIST = "送付票の合計 {count}件（記録はまだ届いていません）"
INBOX = "届いた袋"
INBOX_NOTE = "全部の支所・窓口"
INBOX_EMPTY = "届いている袋はありません"
RECEIVING = "受領中"
ARRIVED = "発送済"
BY_PAPER = "送付票"
BY_HAND = "パソコンや読み取り機のない課は紙だけで受け取ります（支所が照合のとき日時を入力）。"
COLUMNS = {"stands": "状態", "label": "番号", "type": "書類", "sheets": "枚数", "enclosures": "添付", "check": "枚数の確認",
           "bag": "袋", "branch": "送付元", "count": "件数", "sent": "発送"}
CHECKS = {"waiting": NONE, "read": "数える", "received": "一致", "missing": "所在調査", "redirected": NONE}
EXTRA = "送付票になし"
TIME_OF_BAG = "この袋の受け取り日時"
TIME_OF_SLIP = "受け取り日時"
TIME_NOTE = "日付印は袋ごとに1回合わせます。預かり書の欄に押し、返送の箱へ入れます。"
CHANGE_TIME = "日時を変える"
FROM = "{branch}から"
COUNT_OF = "{received} / {total}件"
BAG = "袋"
SENT = "発送"
PACKED_BY = "入れた人"
CHECKED_BY = "確認した人"
CODES = "職員番号 {codes}"
TO_SEND = "返送する原本"
TO_SEND_NOTE = "{to_sending_back} で返送へ"
STEPS = ("袋のバーコードを読み取ります。", "預かり書を1件ずつ読み取り、枚数を数えて1を押します。", "{finish}で袋の受領を確定します。")
STEPS_TITLE = "受領のしかた"
KEYS = {"back": "一つ戻る", "find": "番号を入力", "list": "袋の一覧", "fix": "見当たらない", "undo": "直前を訂正",
        "print": "返送へ", "on": "決定", "open": "袋を開く", "read": "読み取る", "finish": "受領を確定"}
NOBODY = "担当が決まっていません。名札を読み取ってください"
TOLD = "{label} {what}"
DID = {"received": "受領", "differs": "相違ありで受領", "redirected": "他課の書類", "missing": "見当たらない",
       "inquiry": "所在調査", "undone": "取り消し"}

# panels
TOTAL_TITLE = "袋 {label}"
TOTAL_LEAD = "この袋の記録はまだ届いていません。送付票に書いてある「袋の合計」の件数を入力してください。"
TOTAL_FIELD = "袋の合計（件）"
TOTAL_NEXT = "送付票の「袋の合計」を入力して{on}"
TOTAL_OPEN = "袋を開く"
TIME_TITLE = "受け取り日時を変える"
TIME_LEAD = "日付印と同じ日時にします。受領した分も、この日時で記録し直します。"
TIME_NEXT = "日時を入力し、{fix}で決める"
TIME_NEXT_DAY = "月日を4桁（1120）で入力し、{fix}で決める"
TIME_RUN = "この日時にする"
TIME_FIELD = {"minute": "月日時分（8桁）", "day": "月日（4桁）"}
TIME_HINT = {"minute": "11月20日14時30分は 11201430", "day": "11月20日は 1120"}
TIME_NONE = "そのような日時はありません"
TIME_FUTURE = "これからの日時です"
STAMP = "日付印"
STAMPS = {"minute": "時分まで", "day": "日だけ"}
STAMP_NOTE = "Tabで移り、←→で選びます"
DIFFERS_TITLE = "相違あり {label}"
DIFFERS_WHAT = "相違ありで受領"
DIFFERS_RULE = "書類は受領し、支所に知らせます。"
FOUND = {"sheets": "数えた枚数", "enclosures": "数えた添付"}
FIX_TITLE = "袋 {label}"
FIX_TITLE_LOOSE = "直前の記録"
FIX_MISSING = "見当たらない　{label}"
FIX_MISSING_TYPED = "見当たらない（番号を入力）"
FIX_MISSING_RULE = "すぐに記録し、所在調査を始めます。"
FIX_NUMBER = "番号（501-00042）"
FIX_UNDO = "記録を取り消す　{label}"
FIX_UNDO_RULE = "取り消した記録も残ります。"
FIX_REOPEN = "袋の確定を取り消す"
LEFT_TITLE = "{count}件が読み取られていません"
LEFT_WHAT = "見当たらないことを記録して確定"
LEFT_MORE = "ほか{count}件"
LEFT_SEARCH = "先に、袋の中と周りを探してください。"
SHORT_TITLE = "送付票は{total}件、確認したのは{count}件です"
SHORT_WHAT = "件数が合わないまま確定"
SHORT_RULE = "支所には、確認した件数が伝わります。足りない番号が分かるときは、{fix}の「見当たらない」で記録してください。"
SHORT_REASONS = {"counted": "数え直しても合わない"}

# ---- 返送: the screen

SEND_NEXT_SCAN = "返送する原本を1件ずつ読み取る"
SEND_NEXT_EMPTY = "返送する原本はありません。受領すると、ここに出ます"
SEND_NEXT_FINISH = "残りを読み取る。全部なら{finish}で返送を記録する"
SEND_NEXT_ALL = "全部を読み取りました。{finish}で返送を記録する"
SEND_NEXT_PRINT = "{print}で返送票を印刷し、原本に添える"
SEND_WAIT = "原本を読み取ってください"
SEND_WAIT_NOTE = "日付印を押した預かり書の原本です。袋の番号を読み取ると、その袋の原本がまとめて入ります。"
SEND_READ = "返送に入れました"
SEND_READ_BAG = "袋の原本{count}件を返送に入れました"
SEND_AGAIN = "もう返送に入っています"
SEND_TAKEN_OUT = "返送から出しました"
SEND_LIST = "返送する原本"
SEND_LIST_SENT = "返送した原本"
SEND_COUNT = "読み取り {read}件 / {total}件"
SEND_WORDS = {"waiting": "返送待ち", "read": "読み取り済", "sent": "返送済"}
SEND_COLUMNS = {"stands": "状態", "label": "番号", "type": "書類", "branch": "返送先", "received": "受け取り日時"}
SEND_TO = "返送先"
SEND_NONE_READ = "まだ読み取っていません"
SEND_TO_NOTE = "返送票は支所ごとに1組です。氏名は載りません。"
SEND_EMPTY = "返送する原本はありません"
SEND_KEYS = {"back": "一つ戻る", "find": "番号を入力", "out": "返送から出す", "undo": "直前を訂正", "print": "返送票印刷",
             "finish": "返送を記録", "read": "読み取る", "on": "決定"}
SEND_FIX_TITLE = "返送の訂正"
SEND_TOLD = "原本{count}件を返送"
