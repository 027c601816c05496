"""What 設定, データの管理, says: backups, proof, erasing, recovery key, lock, audit. Keys are named by {finish} and the like."""

from __future__ import annotations

from typing import Final

COLUMNS: Final = {"what": "内容", "now": "今の状態"}

# In the order of the list.
ROWS: Final = {
    "backup": "今すぐバックアップ",
    "second": "二つ目の保存先",
    "drill": "復元の確認",
    "verify": "台帳の点検",
    "sample": "抽出点検",
    "export": "監査記録の書き出し",
    "roles": "役割の記録",
    "erase": "個人情報の消去",
    "waiting": "消去待ちの保存先",
    "recovery": "復旧用の鍵の確認",
    "at_start": "起動のときの鍵",
    "lock": "画面を自動で閉じる",
    "clock": "日付と時刻",
}
NEXT_ROW: Final = "↑↓で選び、{on}で開く"
NEXT_WAITS: Final = "調べています"

NONE: Final = "なし"
SECOND_NONE: Final = "決まっていません。台帳のディスクが壊れると、バックアップも失われます"
DRILLED: Final = "{at} の写しで確認済"
DRILLED_NEVER: Final = "まだ行っていません"
VERIFY_NOW: Final = "番号・記録・印刷を調べ、署名する1行を出します"
SAMPLE_NOW: Final = "番号を無作為に選び、紙の場所を示します"
EXPORT_NOW: Final = "取消・例外・再発行などをCSVにします"
ROLES_NOW: Final = "だれが、いつから、どの役割か"
ERASE_NONE: Final = "消去の時期が来たものはありません"
ERASE_DUE: Final = "{count}区分・{slips:,}件を消去できます"
WAITING_NONE: Final = "消去を待っている保存先はありません"
WAITING: Final = "{count}か所"
CHECKED: Final = "最後に確認: {at}"
AT_START: Final = {True: "起動のたびに、復旧用の鍵を入力", False: "入力しない（鍵はこのPCにある）"}
CHECKED_NEVER: Final = "まだ確認していません"
LOCK: Final = "{minutes}分"
CLOCK_GOOD: Final = "疑いはありません"
PRACTICE_NOT: Final = "練習では使いません"

# ---- panels: run word, what is said of it, next action

RUN: Final = {
    "backup": "作る", "second": "決める", "drill": "確認する", "verify": "点検する", "sample": "選ぶ", "export": "書き出す",
    "erase": "消去へ進む", "waiting": "記録へ進む", "recovery": "確認する", "lock": "変える",
    "clock": "承認へ進む", "at_start": "変える",
}
LINES: Final = {
    "backup": ("台帳の写しを、この端末のフォルダーと二つ目の保存先に作り、読み返して確認します。作っている間も、受付はそのままできます。",
               "バックアップは、記録があれば1時間ごとと終了のときに、自動で作ります。復元の確認も、月に1回、自動で行います。"),
    "second": (
        "別のディスク、サーバーの共有フォルダー、USBメモリーなどのフォルダーを入力します。先にフォルダーを作っておきます。",
        "空欄で進むと、二つ目の保存先を外します。責任者の承認が必要です。",
    ),
    "drill": ("最新の写しを開き、番号・記録・状態に異常がないかを確かめます。台帳そのものには触れません。",),
    "verify": ("番号の続き、記録のつながり、状態、印刷、番号の控えを調べます。件数が多いと数分かかりますが、受付はそのままできます。",),
    "sample": (
        "この窓口で発行した番号から無作為に選び、台帳・控え・原本があるはずの場所を示します。その場所で紙を確かめます。",
        "抽出番号を入力すると、前と同じ番号をもう一度選びます。",
    ),
    "export": ("取消、例外、再発行、基準の変更、書き出し、氏名の表示、時計、役割などの記録を、CSVにします。氏名は入りません。",),
    "erase": (
        "次の区分の個人情報（お名前、よみ、電話、補足）を消去します。消去したものは、バックアップからも元に戻せません。",
        "番号と記録は残ります。2人で確認し、どちらかは責任者です。",
    ),
    "waiting": (
        "消去した個人情報の鍵が残っている可能性があります。つなぐと自動で消去します。もうつながらないものは、2人で記録します。",
    ),
    "recovery": ("金庫などに保管している「復旧用の鍵」の用紙を見て、次の組を入力します。用紙が正しいことを確かめます。",),
    "at_start": (
        "今は「{now}」です。「{other}」に変えます。",
        "入力する設定では、PCを盗まれても氏名を読まれません。用紙をなくすと、氏名は二度と読めません。責任者だけができます。",
    ),
    "clock": ("違うときは、やめて、PCの日付と時刻を直します。正しいときは、責任者が承認します。記録に残ります。",),
    "lock": ("操作がないまま、この時間がたつと、画面を隠します。1分から60分です。責任者の承認が必要です。",),
}
NEXT: Final = {
    "backup": "{fix}で、今すぐ作る",
    "second": "フォルダーの場所を入力し、{fix}",
    "drill": "{fix}で、確認を始める",
    "verify": "{fix}で、点検を始める",
    "sample": "件数を確かめ、{fix}",
    "export": "期間を確かめ、{fix}",
    "erase": "区分を確かめ、{fix}で2人目の確認へ",
    "waiting": "もうつながらない保存先を、数字で選ぶ",
    "recovery": "用紙の鍵を入力し、{fix}",
    "lock": "分の数を入力し、{fix}",
    "at_start": "自分のPINを入力し、{fix}",
    "clock": "日付と時刻が正しいときだけ、{fix}",
}
NEXT_NOTHING: Final = "{back}で戻る"
NEXT_BUSY: Final = {
    "backup": "バックアップを作っています。受付はそのままできます",
    "drill": "写しを確かめています。受付はそのままできます",
    "verify": "台帳を点検しています。受付はそのままできます",
}
NEXT_BUSY_USUAL: Final = "お待ちください"
NEXT_PIN: Final = "自分のPINを入力し、{fix}"
NEXT_PLACE: Final = "{fix}で2人目の確認へ"
NEXT_TOLD: Final = "↑↓で頁を送る。{back}で戻る"
NEXT_TOLD_ONE: Final = "{back}で戻る"

FIELDS: Final = {
    "path": "フォルダー", "count": "件数", "seed": "抽出番号", "first": "最初の日", "last": "最後の日", "pin": "自分のPIN", "minutes": "分",
}
GROUP: Final = "{group}番目の組"
DAY_NOTE: Final = "日付は 20261124 の形で入力します。空欄なら、今日までの30日間です。"
DAY_FORM: Final = "日付の形が正しくありません。2026年11月24日は 20261124 と入力します。"
COUNT_FORM: Final = "件数は、数字で入力します。例: 20"
MINUTES_FORM: Final = "分は、数字で入力します。例: 10"

APPROVE: Final = {
    "second": ("二つ目の保存先を決める", "バックアップの二つ目の保存先を変えるには、責任者の承認が必要です。記録に残ります。"),
    "lock": ("自動で閉じる時間を変える", "画面を自動で閉じる時間を変えるには、責任者の承認が必要です。記録に残ります。"),
    "clock": ("日付と時刻", "PCの日付と時刻が正しいことを、責任者が承認します。記録に残ります。"),
    "erase": ("個人情報の消去", "もう1人の職員が区分を確かめます。消去すると、元に戻せません。"),
    "waiting": ("つながらない保存先", "もう1人の職員が、その保存先の廃棄または紛失を確かめます。記録に残ります。"),
}
CLASS_LINE: Final = "{name}　{slips:,}件　保存期間満了日 {until}"
PLACE_LINE: Final = "{path}（最後に確認 {seen}）"
ROLE_LINE: Final = "{code}　{name}　{role}　{since}から{until}まで"
RESULT: Final = "点検の結果"
SIGN: Final = "この1行を書き写し、署名して、つづりに挟みます。"
SAMPLE_PAPER: Final = "点検票"
NEXT_PAPER: Final = "{{print}}で{paper}。"
SAMPLE_TITLE: Final = "抽出点検 {seed}（{count}件）"
LOCK_SET: Final = "画面を{minutes}分で自動で閉じます"
CLOSE: Final = "閉じる"
TOLD_PAGE: Final = "{page} / {pages}"

# ---- by itself
WORK_DONE: Final = {"backup": "バックアップを作りました", "drill": "バックアップの復元を確認しました"}
STATUS_TESTED: Final = "バックアップ {at} 確認済"
STATUS_SHORT: Final = "バックアップ"
STATUS_CLOCK: Final = "日付と時刻を確認"
CLOCK_TOLD: Final = "PCの日付と時刻に疑いがあります（設定のデータの管理）"
STATUS_WRONG: Final = "バックアップを確認"

# ---- tasks of a member of staff
STAFF_TASKS: Final = "職員の登録を変える"
STAFF_KEY: Final = "役割・終了"
STAFF_DO: Final = {
    "clerk": "役割を「担当」にする", "responsible": "役割を「責任者」にする", "auditor": "役割を「監査」にする",
    "end": "登録を終える（番号は二度と使いません）", "unlock": "PINの停止を解除する",
}
STAFF_NEXT: Final = "何をするか、数字で選ぶ"
STAFF_NEXT_PIN: Final = "自分のPINを入力し、{fix}で記録"
STAFF_NEXT_RUN: Final = "{fix}で記録"
STAFF_RUN: Final = "記録する"
STAFF_DONE: Final = {
    "clerk": "{name}の役割を「担当」にしました", "responsible": "{name}の役割を「責任者」にしました",
    "auditor": "{name}の役割を「監査」にしました", "end": "{name}の登録を終えました", "unlock": "{name}のPINを、また受け付けます",
}
