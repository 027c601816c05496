"""Every Japanese word of bags: packing, the second person's check, dispatch; services, command line and screen."""

from __future__ import annotations

from typing import Final

STATES: Final = {
    "open": "袋入れ中", "closed": "確認待ち", "checked": "確認済", "dispatched": "発送済", "received": "受領済",
}
ROUTES: Final = {"internal_mail": "庁内便", "by_hand": "職員が持参", "post": "郵送", "other": "その他"}
OUT_REASONS: Final = {"wrong_bag": "入れ間違い", "withdrawn": "ご本人が取りやめ", "other": "その他"}
DIFFERS_REASONS: Final = {"miscounted": "枚数か添付の数が違う", "other": "その他"}
# Exceptions of one slip, and of the whole bag.
SLIP_EXCEPTIONS: Final = {"not_in_bag": "探しても見つからない", "miscounted": "枚数の相違を確認した", "other": "その他"}
BAG_EXCEPTIONS: Final = {"one_person_on_duty": "職員が1人だけ", "other": "その他"}

# Refused by a rule: (sentence, what to do next). services/results.refuse finds them here.
RULES: dict[str, tuple[str, str]] = {
    "bag_not_counter": ("この窓口では袋入れをしません。", "支所窓口のPCで操作してください。"),
    "bag_section": ("担当課 {section} は一覧にありません。", "課の番号か名称で指定してください。"),
    "not_a_bag": ("袋の番号ではありません。", "袋札か送付票のバーコードを読み取ってください。"),
    "bag_practice": ("練習用の袋です。", "本物の台帳では使えません。"),
    "bag_real_in_practice": ("本物の袋です。", "練習用の台帳では使えません。"),
    "bag_of_other_branch": ("{label}は、ほかの支所の袋です。", "その支所に連絡してください。"),
    "bag_other_year": ("{label}は{year}の袋です。新しい書類は入れられません。", "新しい袋を開いてください。"),
    "bag_is_closed": ("{label}は閉じています。", "新しい袋を開いてください。"),
    "bag_is_open": ("{label}はまだ閉じていません。", "袋を閉じてから、別の職員が確認してください。"),
    "bag_is_gone": ("{label}は発送した袋です。", "担当課に電話してください。"),
    "bag_is_empty": ("{label}には書類が入っていません。", "書類を入れてから操作してください。"),
    "bag_unchecked": ("{label}は、別の職員の確認が終わっていません（残り{count}件）。", "別の職員がすべて確認してから発送してください。"),
    "bag_holds_ended": ("{label}に、取消か書類の返却をした番号が入っています（{slips}）。", "袋から出してください。"),
    "already_in_this": ("この袋に入っています。", "次の書類を読み取ってください。"),
    "already_bagged": ("もう袋に入っています（{bag}）。", "入れないで、その袋を確認してください。"),
    "already_dispatched": ("発送した番号です（{at}）。", "入れないで、係長に伝えてください。"),
    "not_in_this_bag": ("この袋の記録にありません。", "袋から出し、係長に伝えてください。"),
    "wrong_section": ("別の課です。入れないでください。", "その紙と書類を{section}の箱へ戻してください。"),
    "packing_copy": ("原本ではありません。", "原本のバーコードを読み取ってください。"),
    "packing_unknown": ("この窓口に記録がありません。入れないでください。", "番号を確認し、係長に伝えてください。"),
    "packing_other_branch": ("ほかの支所の預かり書です。入れないでください。", "発行した支所に連絡してください。"),
    "packing_already_closed": ("完了している番号です。入れないでください。", "書類が付いていないか確認し、係長に伝えてください。"),
    "packing_voided": ("取消された番号です。入れないでください。", "書類が付いていないか確認し、係長に伝えてください。"),
    "packing_handed_back": ("書類を返却した番号です。入れないでください。", "書類が付いていないか確認し、係長に伝えてください。"),
    "packed_it": ("入れた人と同じです。別の職員が確認します。", "袋に入れていない職員が確認してください。"),
    "nameless": ("氏名の登録がない職員は確認できません。", "責任者に氏名の登録を依頼してください。"),
    "missing_needs_approval": ("見つからない書類は、係長の承認が必要です。", "係長に報告し、例外として記録してください。"),
    "bag_route": ("発送の方法は{routes}から選びます。", "方法を選んでください。"),
    "dispatch_future": ("これからの日時です。", "発送した日時を確認してください。"),
    "dispatch_too_early": ("袋を確認した日時より前です。", "発送した日時を確認してください。"),
    "bag_not_closed_yet": ("{label}は開いたままです。", "そのまま書類を入れられます。"),
}

# Verdicts of a scan whose sentence differs from the rule's own name.
OF_VERDICT: Final = {
    "copy": "packing_copy", "unknown": "packing_unknown", "other_branch": "packing_other_branch",
    "already_closed": "packing_already_closed", "voided": "packing_voided", "handed_back": "packing_handed_back",
    "wrong_section": "wrong_section",
}


def amount(sheets: int | None, enclosures: int, *, sealed: bool = False) -> str:
    """3枚・添付1点, 封筒のまま."""
    first = "封筒のまま" if sealed or sheets is None else f"{sheets}枚"
    return f"{first}・添付{enclosures}点" if enclosures else first


def whole(slips: int, sheets: int, sealed: int) -> str:
    """書類 4件 12枚, and how many envelopes are not counted."""
    counted = f"書類 {slips}件 {sheets}枚"
    return f"{counted}（ほかに封筒のまま{sealed}件）" if sealed else counted


# ---- what was done
OPENED: Final = "{section}の袋 {label} を開きました"
PACKED: Final = "{label} 袋へ"
TAKEN_OUT: Final = "{label} 袋から出しました"
CLOSED: Final = "袋 {label} を閉じました"
CLOSED_LEFT: Final = "残り{count}件は次の便になります"
AGREED: Final = "{label} {amount} 一致"
DIFFERED: Final = "{label} 相違あり"
LET_THROUGH: Final = "{label} 例外を記録"
DISPATCHED: Final = "袋 {label} を{route}で発送"
REOPENED: Final = "袋 {label} を開き直しました"
NO_BAGS: Final = "発送していない袋はありません。"
CHECKS: Final = {
    "none": "未確認", "agrees": "一致", "differs": "相違あり", "overridden": "例外（係長の承認）",
    "recount": "訂正後、未確認",
}
ROLES: Final = {"clerk": "担当者", "responsible": "責任者", "auditor": "監査"}


# ---- the screen
STEPS: Final = ("袋入れ", "別の職員の確認", "発送")
SECTIONS: Final = "課"
SECTIONS_NOTE: Final = "袋に入れていない件数"
COLUMNS: Final = {
    "state": "状態", "check": "確認", "number": "番号", "type": "書類", "sheets": "枚数", "enclosures": "添付",
    "at": "入れた時刻", "taken": "預かり", "counted": "枚数の確認",
}
TAKE_OUT: Final = "取り出す"
CHECK_ROWS: Final = {
    "none": ("未確認", "－"), "asked": ("番号", "未確認"), "agrees": ("済", "一致"), "differs": ("相違あり", "相違あり"),
    "overridden": ("例外", "係長の承認"), "recount": ("未確認", "訂正あり"), "ended": ("取り出す", "－"),
}
SEALED_SHORT: Final = "封筒"
TITLE_CHECK: Final = "{screen} ― {step}"
IN_BAG: Final = "袋の中"
BAG: Final = "袋"
NEW_BAG: Final = "新しい袋（番号は最初の1件で決まります）"
LEFT: Final = "まだ袋に入れていないもの"
NOTHING_LEFT: Final = "すべて袋に入りました"
NOTHING_INSIDE: Final = "まだ何も入っていません"
CONTENTS: Final = "袋の中身"
CONTENTS_NOTE: Final = "番号と枚数の両方で「済」になります"
AGREE_COUNT: Final = "件 一致"
PACKED_BY: Final = "入れた人"
CHECKED_BY: Final = "確認する人"
IDENTITY: Final = "本人の確認"
BY_PIN: Final = "PIN {at}"
BY_BADGE: Final = "{at}"
HOW_TITLE: Final = "確認のしかた"
HOW: Final = ("1件ずつ読み取り、枚数と添付の数を数えます。内容の審査はしません。",
              "続けて読み取ると、前の1件は「未確認」のまま残ります。")
MISSING_TITLE: Final = "見つからないとき"
MISSING_STEPS: Final = ("係長に報告する", "ほかの課の袋と箱を確認する", "なければ {fix} 例外を記録")
MISSING_NOTE: Final = "係長が名札とPINで承認し、その1件を外して所在調査にします。残りの{count}件は発送できます。"
MISSING_NOTE_LAST: Final = "係長が名札とPINで承認し、その1件を外して所在調査にします。"

KEYS: Final = {
    "back": "一つ戻る", "find": "課を選ぶ", "more": "袋の中身", "less": "元の表示", "out": "袋から出す", "fix": "訂正",
    "short": "不足のとき", "exception": "例外を記録", "print": "送付票印刷", "on": "決定", "close": "袋を閉じる",
    "dispatch": "発送",
}

# The banner of a scan: what is said large, and the next thing to do. The rules are those of the services.
SAYS: Final = {
    "wrong_section": ("別の課です。入れないでください", "その紙と書類を{section}の箱へ戻す"),
    "already_in_this": ("この袋に入っています", "次の書類を読み取る"),
    "already_bagged": ("もう袋に入っています", "入れないで、袋 {bag} を確認する"),
    "already_dispatched": ("発送した番号です。入れないでください", "書類を分け、係長に伝える"),
    "voided": ("取消された番号です。入れないでください", "書類が付いていないか確認し、係長に伝える"),
    "handed_back": ("書類を返却した番号です。入れないでください", "書類が付いていないか確認し、係長に伝える"),
    "already_closed": ("完了している番号です。入れないでください", "書類が付いていないか確認し、係長に伝える"),
    "unknown": ("この窓口に記録がありません。入れないでください", "番号を確認し、係長に伝える"),
    "other_branch": ("ほかの支所の預かり書です。入れないでください", "書類を分け、発行した支所に連絡する"),
    "copy": ("原本ではありません", "原本のバーコードを読み取る"),
    "practice": ("練習用の番号です", "本物の台帳では使えません"),
    "real_in_practice": ("本物の番号です", "練習を終わってから読み取る"),
    "not_ours": ("預かり書ではありません", "預かり書の原本を読み取る"),
    "unreadable": ("読み取れません", "もう一度読み取る"),
    "not_in_this_bag": ("この袋の記録にありません", "袋から出し、係長に伝える"),
    "same_person": ("入れた人と同じです。別の職員が確認します", "袋に入れていない職員が名札を読み取る"),
    "nameless": ("氏名の登録がない職員は確認できません", "氏名のある職員が名札を読み取る"),
    "bag_is_closed": ("この袋は閉じています。入れないでください", "別の職員が確認する。入れるときは新しい袋へ"),
    "bag_is_gone": ("この袋は発送しました", "課を数字で選ぶ"),
    "bag_other_year": ("前の年度の袋です。入れないでください", "この袋を閉じ、新しい袋に入れる"),
}
GOES_TO: Final = "行き先は{section}"
IN_OTHER_BAG: Final = "袋 {bag}"
PUT_IN: Final = "入れてください"
SCAN_FIRST: Final = "{section}の書類を読み取ってください"
FIRST_SECTION: Final = "課を選んでください"
FIRST_SECTION_NOTE: Final = "数字で選ぶと、その課の袋が開きます。袋札を読み取ることもできます"
FIRST_SECTION_FAULT: Final = "先に課を選んでください"
CLOSED_WORD: Final = "袋を閉じました。別の職員が確認します"
CLOSED_NOTE: Final = "{print}で送付票と袋札を印刷し、袋に入れます"
START_CHECK: Final = "{surname}が確認を始める"
COUNT_NOW: Final = "番号を確認しました。枚数を確認してください"
COUNTED: Final = "{amount} 一致"
DIFFERS_KEY: Final = "相違あり"
SCAN_NEXT: Final = "次の1件を読み取ってください"
AGREED_WORD: Final = "一致しました"
DIFFERS_WORD: Final = "相違ありを記録しました"
DIFFERS_TODO: Final = "数え直して合えば、読み取って1。合わなければ係長に報告"
SHORT_WORD: Final = "{count}件不足しています"
SHORT_NOTE: Final = "そろうか、係長が例外を承認するまで発送できません（{finish}は使えません）"
READY_WORD: Final = "全件の確認が終わりました"
DEPARTURE: Final = "発送の日時"
DEPARTURE_NOTE: Final = "今でないときだけ、8桁で入力（例: 11241630）"
DEPARTURE_FORM: Final = "日時の形が正しくありません"
DEPARTURE_FUTURE: Final = "これからの日時です"
DEPARTURE_EARLY: Final = "袋を確認した日時より前です"
GONE_WORD: Final = {"dispatched": "発送しました", "received": "担当課が受け取りました"}
GONE_NOTE: Final = "{at} {route}"
EXCEPTION_DONE: Final = "例外を記録しました"
OUT_DONE: Final = "袋から出しました"
REOPEN_DONE: Final = "袋を開き直しました"

DEPARTURE_SHORT: Final = "8桁で入力"
NOBODY: Final = "担当者が分かりません"
NOBODY_TODO: Final = "画面を隠し、職員番号を入力する"

NEXT_CHOOSE: Final = "課を数字で選ぶ"
NEXT_PACK: Final = "{section}の書類を読み取って袋へ。残り{count}件"
NEXT_PACK_FIRST: Final = "{section}の書類を読み取って袋へ"
NEXT_CLOSE: Final = "すべて入りました。{finish}で袋を閉じる"
NEXT_CLOSE_ASK: Final = "残り{count}件は次の便になります。よければもう一度{finish}"
NEXT_TAKE_ENDED: Final = "取消か書類の返却をした1件を選び、{fix}で袋から出す"
NEXT_BADGE: Final = "別の職員が名札を読み取る（{cover}で職員番号でも）"
NEXT_START: Final = "{surname}が確認を始めるときは1"
NEXT_CHECK: Final = "1件ずつ読み取り、枚数と添付を数える"
NEXT_COUNT: Final = "{amount}を数え、合えば1を押す"
NEXT_SHORT: Final = "係長に報告し、ほかの袋と箱を確認する"
NEXT_DISPATCH: Final = "方法を確認し、{finish}で発送（{route}）"
NEXT_GONE: Final = "次の課を数字で選ぶ"
NEXT_CONTENTS: Final = "↑↓で見る。{back}で元の画面へ戻る"
NEXT_PIN: Final = "{surname}のPINを入力し、{on}"
REISSUE_MARK: Final = "{copy} 再発行 {count}回目"
REISSUE_RULE: Final = "新しい紙に入ります: {marked}。袋に付けるのは新しい紙だけです。"
NEXT_PAPER: Final = "印刷する紙を数字で選ぶ"

PIN_TITLE: Final = "袋の確認を始める"
PIN_RULE: Final = "袋に入れた人とは別の職員が、1件ずつ読み取って枚数を数えます。"
PAPER_TITLE: Final = "袋 {label} の紙"
PAPERS: Final = {1: ("送付票と袋札", ("manifest", "label")), 2: ("送付票", ("manifest",)), 3: ("袋札", ("label",))}
FIX_TITLE: Final = "袋 {label} を訂正"
OUT_TITLE: Final = "{label} を袋から出す"
OUT_WHAT: Final = "袋から出す"
OUT_RULE: Final = "書類は支所の預かりに戻ります。"
REOPEN_WHAT: Final = "袋を開き直す"
REOPEN_RULE: Final = "閉じた記録は残ります。入れ直したあと、もう一度袋を閉じます。"
WHOLE_WHAT: Final = "確認なしで発送"
WHOLE_RULE: Final = "係長の承認が必要です。例外として記録と集計に残ります。"
ONE_WHAT: Final = "例外を記録"
ONE_RULE: Final = "係長の承認が必要です。見つからない1件は袋から外し、所在調査にします。例外は記録と集計に残ります。"
DIFFERS_TITLE: Final = "{label} の相違"
DIFFERS_WHAT: Final = "相違あり"
DIFFERS_RULE: Final = "この袋は、数え直すか係長が承認するまで発送できません。"
APPROVAL_ONE: Final = "{label} の例外"
APPROVAL_ONE_RULE: Final = "理由: {reason}"
APPROVAL_WHOLE: Final = "袋 {label} の例外"


def bag_line(label: str, slips: int, sheets: int, sealed: int) -> str:
    """袋 令8-大師1-500-00031  書類 4件 12枚"""
    return f"{BAG} {label}　{whole(slips, sheets, sealed)}"


def of_section(section: str) -> str:
    """高齢・障害課の袋"""
    return f"{section}の袋"
