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
    "bag_not_open": ("袋 {label} は開いていません。", "袋のバーコードを読み取ってください。"),
    "bag_left": ("{count}件が読み取られていません。", "袋の中と周りを探すか、見当たらないことを記録してください。"),
    "bag_count": ("送付票は{total}件、確認したのは{count}件です。", "数え直すか、件数が合わないまま確定してください。"),
    "bag_time": ("この袋の受け取り日時は{at}です。", "袋ごとに一つの日時です。日時を変えるときは、袋の受け取り日時を変えてください。"),
    "received_already": ("{label}は、{at}に受領しています。", "何も記録していません。"),
    "redirected_already": ("{label}は、他課の書類として記録しています。", "{place}へ渡してください。"),
    "not_wrong": ("{label}は、この課の書類です。", "枚数を確認して受領してください。"),
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


def branch_of(desk: str) -> str:
    """A branch that is known only by the number of its desk."""
    return f"支所（窓口{desk}）"


def staff_of(codes: tuple[str, ...]) -> str:
    """Staff of another office: names do not travel."""
    return "職員番号 " + "・".join(codes)


# ---- command line

NO_BAGS = "届いている袋はありません。"
NONE_TO_SEND = "返送する原本はありません。"
BAG_LINE = "{label}  {branch}  {count}"
COUNT = "{count}件"
COUNT_UNKNOWN = "件数は送付票"
UNSEEN = "{count}件は、まだ読み取られていません。"
ONE_OF = "番号か --bag のどちらかを指定してください。"
