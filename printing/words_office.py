"""What the papers around the slips say.

袋, 送付票, 返送票, 照会票, 綴り表紙, 経過書, 担当者バッジ, 予備帳. Ordinary 公用文.
"""

from __future__ import annotations

NO_NAMES = "氏名は載せていません。番号で照合してください。"
ASK_AT = "問い合わせ"
PHONE = "電話"
FROM_TO = "→"
BLANK_BELOW = "以下余白"


def leaf(n: int, of: int) -> str:
    """Which sheet of how many."""
    return f"{n}／{of}枚目"


LEAF_BY_HAND = "／　枚目"


def total(slips: int, sheets: int, sealed: int) -> str:
    """Slips and their sheets; envelopes are counted beside, since nobody knows what is in them."""
    if not sealed:
        return f"{slips}件 {sheets}枚"
    return f"{slips}件 {sheets}枚と封筒{sealed}" if sheets else f"{slips}件 封筒{sealed}"


# the bag
BAG = "袋"
BAG_TITLE = "書類回送"
BAG_CUT = "点線で切り、袋に貼る"
BAG_NEEDS_A4 = "袋のラベルが、この用紙に入りきりません。A4の普通紙またはレシート用紙を選んでください。"
BAG_INSIDE, BAG_ALL = "中身", "全部で"
BAG_PRIVATE = "個人情報在中 担当課だけが開ける"
BAG_PRIVATE_NARROW = "個人情報 担当課が開ける"
BAG_WRONG = "ちがう課に届いたら、開けずに電話してください。"
PACKER, CHECKER = "入れた人", "確認した人"
CARRIER, TAKER = "運んだ人", "受け取った人"
SENT_ON = "発送日"


def bag_from(branch: str) -> str:
    """Where a bag comes from."""
    return f"{branch}から"


def bag_sealed(n: int) -> str:
    """Closed envelopes in a bag."""
    return f"うち封筒のまま {n}件"


# 送付票
MANIFEST = "送付票"
SENT = "発送"
MANIFEST_COLUMNS = ("番号", "書類の種類", "枚数", "添付", "支所", "担当課", "備考")
SEALED_SHORT = "封筒"
THIS_SHEET, WHOLE_BAG, COUNTED = "この紙", "袋の合計", "数えた結果"
RECEIVED_AT = "担当課の受け取り日時"
ONCE_A_BAG = "袋ごとに1回。日付印も可"
TICK_EACH = (
    "1件ずつ数え、枚数と添付が合えば「担当課」の□に✓を入れてください。合わないときは、すぐ電話してください。"
)
CHECK_VALUE = "台帳照合値"

# 返送票
RETURNS = "返送票"
RETURN_TO, RETURN_FROM, RETURNED = "返送先", "返送元", "返送"
RETURN_COLUMNS = ("番号", "書類の種類", "枚数", "受け取り日時", "原本あり", "備考")
WITH_ORIGINALS = "預かり書の原本に添えて、支所へご返送ください。"
RETURNER = "返送した人"
ORIGINALS, COUNTED_AT_BRANCH = "返送する原本", "支所で数えた結果"
BRANCH_READS = (
    "支所：1件ずつ番号を読み取り、「原本あり」に✓を入れる。原本のない番号は、すぐ担当課へ電話する。"
)
OTHER_SECTION = "他課の書類は、備考に「他課」と書いてください。"
LABEL_BEGINS = "令"


def originals(n: int) -> str:
    """How many originals return."""
    return f"{n}件"


# 照会票
INQUIRY, INQUIRY_WHAT = "照会票", "所在調査"
ASKED, TO_SECTION = "照会", "御中"
NOT_RECEIVED = "下の書類は、受け取りの記録がまだありません。"
PLEASE_LOOK = "到着の有無を確認し、この紙に記入してご返送ください。"
ANSWER_BY, CALL_FIRST = "回答期限", "見つかったら先に電話を"
NUMBER, DOCUMENT, SHEETS, TAKEN, STAFF = "番号", "書類", "枚数", "預かり", "担当"
BRANCH_RECORDS = "支所に残っている記録"
SECTION_WRITES = "担当課が書くところ"
LOOKED_AT = "確認した所"
PLACES = ("袋の中と底", "受け箱・机の上", "ほかの申請の中", "他課")
ARRIVED, ARRIVED_ELSEWHERE, NOT_FOUND = "到着を確認", "他課で到着を確認", "到着を確認できない"
ARRIVED_AT, WHICH_SECTION = "受け取り日時", "課の名称"
CALL_FIRST_LONG = "先に電話してください。"
TELL_TOGETHER = "お預けになった方への連絡は、支所と相談して決めます。"
REMARKS, LOOKED_BY, RESPONSIBLE, ANSWERED_ON = "備考", "調べた人", "責任者", "回答日"
NO_NAMES_HERE = "この紙に氏名は載せていません。"
NOT_EXAMINED = "内容の審査は、支所では行っていません。"


def earlier(n: int) -> str:
    """Records that are not on this paper."""
    return f"これより前の記録 {n}件は、経過書にあります。"


def sheets(count: int | None, enclosures: tuple[str, ...]) -> str:
    """How much was handed over, with the names of the enclosures."""
    if count is None:
        return "封筒のまま（封かん・枚数不明）"
    if not enclosures:
        return f"{count}枚（添付なし）"
    return f"{count}枚（添付 {len(enclosures)}点：{'、'.join(enclosures)}）"


# 綴り表紙
BINDER = "回送管理簿"
COVER_ROWS = ("窓口", "期間", "種類", "件数", "つづり方")
COVER_ORDER = "種類ごと、番号の順。控えの次に原本"
KEPT_UNTIL = "保存期間満了日"
KEPT_UNTIL_TURNED = ("保存期間", "満了日")
DISPOSAL = "廃棄の記録"
DISPOSED_ON, DISPOSAL_SEEN = "廃棄した日", ("確認した人 1", "確認した人 2")
LOCKED = "個人情報在中。施錠できる棚に保管し、持ち出さない。"
ALSO_ON_SPINE = "冊の番号と保存期間満了日は、背ラベルにもあります。"
SPINE = "背ラベル（切り取る）"


def volume(n: int) -> str:
    """Number of a binder."""
    return f"第{n}冊"


def retention(years: str, basis: str | None) -> str:
    """How long a binder is kept, and who says so."""
    return f"保存期間 {years}" + (f"（{basis}）" if basis else "")


def may_go(day: str) -> str:
    """From when a binder may be thrown away, and by whom."""
    return f"{day}以後に、2人で確認して記入する"


# 経過書
HISTORY, HISTORY_WHAT = "経過書", "事故報告の資料"
MADE, MADE_BY = "作成", "作成者"
SECTION = "担当課"
KNOWN_AT, LAST_PLACE = "判明した日時", "最後に確認できる所在"
HISTORY_PARTS = ("1　書類の経過", "2　連絡した相手", "3　お預けになった方への説明", "4　現在の状況")
STEP_COLUMNS = ("日時", "所属", "職員", "状況", "記録")
CALL_COLUMNS = ("日時", "相手", "方法", "職員", "内容")
TOLD_AT, TOLD_HOW, TOLD_PROMISED, TOLD_WHAT = "伝えた日時", "方法・職員", "次の連絡の約束", "伝えた内容"
AS_RECORDED = "日時・職員・状況は、台帳の記録をそのまま載せています。氏名と電話番号は載せていません。"
HISTORY_STAMPS = ("作成", "係長", "責任者")

# 本日の点検
SIGN_OFF = "本日の点検"
SIGN_OFF_FIGURES = ("未発送", "要対応", "再発行", "例外")
CASES = "件"
SIGN_OFF_COLUMNS = (
    ("番号", "状況", "担当課", "残した理由"),
    ("番号", "状況", "担当課", "次にすること"),
    ("番号", "理由", "前の原本", "職員"),
    ("番号", "状況", "理由", "承認した係長"),
)
SIGN_OFF_CHECK = "係長の確認"
SIGN_OFF_POINTS = (
    "未発送が0件であること、または残した理由を確認した",
    "要対応の一件ごとに、次の対応を決めた",
    "再発行した件の、前の原本の扱いを確認した",
    "例外を承認した、または取り消した",
)
OPINION = "所見"


# 抽出点検票
SAMPLE = "抽出点検票"
SAMPLE_SEED = "抽出番号"
SAMPLE_HOW = "番号ごとに、控えと原本がその場所にあり、番号と枚数が合えば□に✓を入れてください。抽出番号を入力すると、同じ番号をもう一度抽出できます。"
SAMPLE_COLUMNS = ("番号", "あるはずの場所", "控え", "原本")
SAMPLE_PLACES = ("台帳", "控え", "原本")
SAMPLE_RESULT, SAMPLE_RESULTS = "点検の結果", ("すべて合う", "合わないものがある")
SAMPLE_DIFFERS = "合わないものの番号と状況"
SAMPLE_BY, SAMPLE_ON = "点検した人", "点検した日"
SAMPLE_STAMPS = ("立会い", "責任者")


def sample_count(count: int) -> str:
    """How many numbers were drawn."""
    return f"{count}件を抽出"


def as_of(at: str) -> str:
    """For which moment the figures hold."""
    return f"{at}現在"


# 担当者バッジ
BADGE_TITLE = "書類回送"
BADGE_NUMBER = "番号"
BADGE_CUT = "担当者バッジ 85.6×54 mm　印で切り、ケースに入れる"


def badge_found(branch: str, phone: str | None) -> str:
    """What to do with a badge that was found."""
    return " ".join(p for p in ("拾われた方は", branch, phone, "へ") if p)


# 予備帳
SPARE = "予備帳"
POWER_CUT = ("停電", "手書")
CUT_HERE = "切り取り"
TYPE_BY_HAND, TYPE_BY_HAND_CITIZEN = "書類の種類", "種類"
PIECES, POINTS = "枚", "点"
SIGNED_STAFF = "担当（署名）"
KEYED_IN = "後日入力済み"
ASK_BY_NUMBER = "問い合わせは、お問い合わせ番号でできます。"
TOO_MANY_SECTIONS = "担当課が多く、予備帳に入りきりません。9課までにしてください。"
