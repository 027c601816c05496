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
