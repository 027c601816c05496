"""What is said of staff and their roles, of PINs, of the lock of the screen, and to the auditor."""

from __future__ import annotations

RULES = {
    "staff_ended": ("職員番号 {code} は登録が終わっています。", "今いる職員の番号で操作してください。"),
    "last_responsible": ("責任者がいなくなるため、変更できません。", "先に、別の職員を責任者にしてください。"),
    "same_role": ("{name}さんは、すでに{role}です。", "役割を確認してください。"),
    "pin_locked": (
        "PINを続けて間違えたため、しばらく受け付けません（あと約{minutes}分）。",
        "時間をおくか、責任者が解除してください。",
    ),
    "pin_not_locked": ("PINの間違いは記録されていません。", "そのまま操作できます。"),
    "lock_minutes": ("画面を閉じるまでの時間は、{lowest}分から{highest}分です。", "分の数を入力してください。"),
    "sample_count": ("点検する番号は1件から{most}件までです。", "件数を確認してください。"),
    "sample_seed": ("抽出番号の形が正しくありません。", "前の点検票に書かれた抽出番号を、そのまま入力してください。"),
    "sample_none": ("この窓口で発行した番号がありません。", "発行した後に点検してください。"),
    "head_form": (
        "台帳照合値の形が正しくありません。",
        "送付票に印刷された「台帳照合値」を、数字の並びのまま入力してください。",
    ),
    "audit_days": ("期間の終わりが、始まりより前です。", "日付を確認してください。"),
    "audit_nothing": ("この期間に、書き出す記録がありません。", "期間を確認してください。"),
}

ROLES = {"clerk": "担当", "responsible": "責任者", "auditor": "監査"}

HELP = {
    "staff role": "職員の役割を変えます（--responsible、--auditor、どちらもなければ担当）。責任者のPINが必要です。",
    "staff end": "職員の登録を終えます。番号は二度と使いません。責任者のPINが必要です。",
    "staff unlock": "PINを続けて間違えた職員を、責任者が解除します。",
    "audit": "監査のための抽出、書き出し、役割の記録です。",
    "audit sample": "番号を無作為に抽出し、台帳・控え・原本があるはずの場所を示します。",
    "audit export": "取消、例外、再発行、期限の変更、書き出し、氏名の表示、時計、役割などの記録をCSVに書き出します。",
    "audit roles": "だれが、いつから、どの役割だったかを示します。",
    "verify": "台帳を点検し、署名できる1行を示します。--head で、前に印刷した台帳照合値が今もあるかを確かめます。",
    "lock": "画面を自動で閉じるまでの分数を示します。分数を付けると変更します（責任者のPINが必要です）。",
}

OPTIONS = {
    "--head": "送付票などに印刷された台帳照合値",
    "--seed": "前の点検票の抽出番号（同じ番号を抽出し直す）",
    "--numbers": "抽出する件数",
}

# ---- who held which role when

ROLE_LINE = "{code:>5}  {name}  {role}  {since}から{until}まで"
ROLE_NOW = "現在"
ROLE_BEFORE = "記録の始まり（{at}）以前"
ROLES_NONE = "職員の登録がありません。"
ENDED = "登録を終えました: {code} {name}"
ROLE_CHANGED = "{name}さんの役割を「{role}」にしました。"
UNLOCKED = "{code} {name} のPINを、また受け付けます。"
LOCK_MINUTES = "操作がないまま{minutes}分たつと、画面を閉じます。"
PIN_WRONG_WAIT = "PINが違います。続けて{tries}回間違えたため、約{minutes}分のあいだ受け付けません。"

# ---- the line that a person signs

SIGNED_LINE = (
    "{at} {branch} {desk}（{code}） 台帳の点検: {result}。"
    "記録 {out}件・端末内 {own}件、番号 {series}系列 {numbers}件、欠番 {gaps}件、"
    "預かり書 {slips}件・袋 {bags}件、証明 {proven}項目。台帳照合値 {head}"
)
SOUND = "異常なし"
FAULTY = "異常 {count}件"
NOT_PROVEN = "－"

# ---- a value that was printed earlier

HEAD_HELD = (
    "この照合値は、今の台帳にあります（交換する記録 {out}件目、端末内の記録 {own}件目まで。最後の記録 {at}）。"
)
HEAD_PROVEN = "そこまでの記録は、印刷したときから変わっていません。"
HEAD_UNPROVEN = "台帳の点検で異常がないことを、あわせて確認してください。"
HEAD_GONE = (
    "この照合値は、今の台帳にありません。印刷した後に、台帳が書き換えられたか、"
    "この窓口のものではない紙か、入力の誤りです。"
)
HEAD_SHORT = (
    "台帳の記録が、この照合値を印刷したときより少なくなっています（{out}・{own}件目まで届きません）。"
    "古い台帳に戻したか、台帳が書き換えられたか、入力の誤りです。"
)
HEAD_TODO = "紙の数字をもう一度確認し、それでも合わないときは、台帳を使わずに情報担当と責任者に連絡してください。"
HEAD_TITLE = "台帳照合値"

# ---- the sample

SAMPLE_ON = "{branch}（{desk}）"

SAMPLE_HEAD = "抽出番号 {seed}（{count}件。同じ抽出番号で、同じ番号をもう一度抽出できます）"
SAMPLE_LINE = "{n:>2}. {label}  {digits}  {state}"
SAMPLE_PLACE = "      台帳: {ledger}"
SAMPLE_COPY = "      控え: {copy}"
SAMPLE_ORIGINAL = "      原本: {original}"
IN_LEDGER = "{day} 記録 {place}（{events}件の記録）"
COPY_IN = "{volume}のつづり、{day}の分"
COPY_DISPOSED = "廃棄済み（{at}）"
COPY_NONE = "なし（{why}）"
ORIGINAL_BINDER = "返送済み。{copy}"
ORIGINAL = {
    "held": "{holder}。書類とともに",
    "bagged": "{holder}の中",
    "dispatched": "{holder}",
    "received": "{holder}",
    "voided": "回収して取消の控えとともに（理由: {reason}）",
    "handed_back": "ご本人に返却（{day}）",
    "reserved": "予備帳の用紙",
    "lost": "記録がありません。つづりで確認",
}
CAME_BACK = "支所に戻っている（未照合）"
NO_COPY = {"reserved": "予備帳。まだ使っていない", "lost": "記録のない番号。つづりで確認"}

# ---- the export

CSV_NAME = "監査記録"
CSV_HEADING = ("日時", "種類", "番号", "内容", "操作した職員", "承認した職員", "端末", "記録")
EXPORTED = "{count}件を書き出しました: {file}"
KINDS = {
    "voided": "取消",
    "override": "例外の承認",
    "limit": "期限の変更",
    "closed": "確認を要した照合",
    "checked": "例外の点検",
    "revoked": "記録の取り消し",
    "printed": "再発行",
    "exported": "書き出し",
    "viewed": "氏名の表示",
    "clock_doubt": "時計",
    "staff_changed": "職員・役割",
    "setting_changed": "設定",
    "signed_in": "担当の交代",
    "desk_locked": "画面を閉じる",
    "pin_failed": "PINの間違い",
    "pin_cleared": "PINの解除",
    "restored": "復元",
    "erased": "消去",
    "disposed": "廃棄",
    "lost_record": "記録のない番号",
    "signed_off": "本日の締め",
    "drilled": "復元の試し",
    "numbers_settled": "不明な番号の確認",
    "recovery_checked": "復旧用の鍵の確認",
}
STAFF_CHANGE = "{code} {name}: {role}・{pin}・{active}{found}"
PIN_SET, PIN_NOT_SET = "PINあり", "PINなし"
ACTIVE, NOT_ACTIVE = "在職", "登録終了"
FOUND = "（記録を始めたときの内容）"
SETTINGS = {
    "desk": "窓口の登録",
    "ledger": "台帳の番号",
    "created": "台帳を作った日時",
    "office": "紙とPINの設定",
    "pin_for_checks": "点検のPIN",
    "attention_limits": "要対応の期限",
    "closed_days": "休みの日",
    "printing": "プリンター",
    "backup": "バックアップの保存先",
    "guidance": "案内の内容",
    "share": "共有フォルダー",
    "binder_volumes": "つづりの分冊",
    "binder_disposals": "廃棄した日",
    "lock_minutes": "画面を閉じるまでの分",
    "numbers_settled": "確認した不明な番号",
    "skipped": "復元で飛ばした番号",
    "catalogue": "書類の種類の一覧",
    "member": "窓口の名簿",
}
SETTING_CHANGE = "{what}{number}: {before} → {after}{found}"
NUMBERED = " {number}"
NOTHING = "なし"
MARKED = "内容の印 {mark}"
YES, NO = "する", "しない"
CLOCK_REASONS = {"backwards": "時刻が戻った", "jumped_ahead": "時刻が大きく進んだ", "other_year": "年度が離れている"}
CLOCK_JUMP = "{reason}（{seconds:+,}秒）"
VIEWED = {"names": "氏名", "notes": "補足", "list": "一覧の氏名", "search": "氏名の検索", "paper": "紙の氏名"}
VIEWED_LINE = "{what}・{count}人分"
EXPORTED_WHAT = {
    "ledger": "管理簿",
    "catalogue": "書類の一覧",
    "statistics": "集計",
    "history": "経過",
    "outbox": "持ち運びの記録",
    "binder_index": "月別目次",
    "gaps": "欠番表",
    "attention": "要対応",
    "audit": "監査記録",
    "sample": "抽出点検",
}
EXPORTED_LINE = "{what}・{count}件{named}"
WITH_NAMES = "・氏名を含む"
REPRINT = "{copy} {count}枚目（理由: {reason}）"
REASON = "理由: {reason}"
PIN_TRIES = "職員{code}: 続けて{tries}回、{minutes}分停止"
PIN_BY = {"right_pin": "正しいPINが入力された", "responsible": "責任者が解除", "new_pin": "新しいPIN"}
PIN_CLEARED = "職員{code}: {by}"
LOCKED_WHY = {"asked": "職員が閉じた", "idle": "操作がないため自動で閉じた"}
DRILLED = {"sound": "異常なし", "faults": "異常あり", "none": "写しなし"}
ERASED = "{year}年度・保存{retention}年の鍵"
DISPOSED = "{year}年度・保存{retention}年・第{volume}冊"
RECORD = "{desk}-{epoch}-{seq}（{stream}）"
STREAMS = {"out": "交換", "own": "端末内"}

# ---- what `verify` proves and finds of staff and settings

PROVEN = {
    "staff": "職員と役割: {members} 人、記録と一致",
    "settings": "設定・書類の一覧・窓口の名簿: {rows} 件、記録と一致",
}
FLAWS = {
    "staff": "職員の登録が、その記録と違います: 職員番号 {code}",
    "staff_extra": "記録のない職員の登録があります: 職員番号 {code}",
    "staff_missing": "記録のある職員の登録がありません: 職員番号 {code}",
    "setting": "設定が、その記録と違います: {what}",
    "found_late": "後から書き足された「記録の始まり」があります: {where}",
}
