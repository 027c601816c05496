"""What is said of printers and of what became of a paper. Never 印刷済: what was only sent is 送信, what nobody has
seen is 印刷未確認.
"""

from __future__ import annotations

# Per code of a print's outcome: title, what was found, what to do about the printer. Whether paper may have come out
# is another sentence (FAILED, DOUBTFUL), for the same cause can be seen before the first byte and after the last.
WHY: dict[str, tuple[str, str, str]] = {
    "printed": ("印刷を確認", "プリンターが印刷の完了を知らせました。", ""),
    "stopped": ("停止中", "{printer}が一時停止になっています。", "プリンターの一時停止を解除してください。"),
    "cover_open": ("カバーが開いています", "{printer}のカバーが開いています。", "カバーを閉じてください。"),
    "paper_out": ("用紙切れ", "{printer}の用紙がなくなりました。", "用紙を入れてください。"),
    "error": ("プリンターの異常", "{printer}がカッターなどの異常を知らせています。", "紙づまりがないか確認し、電源を入れ直してください。"),
    "feeding": ("紙送り中", "{printer}の紙送りボタンが押されています。", "ボタンから手を離してください。"),
    "offline": ("オフライン", "{printer}がオフラインです。", "電源とケーブルを確認してください。"),
    "unknown_host": ("プリンターが見つかりません", "{printer}の場所が分かりません。", "プリンターの設定を情報担当に確認してください。"),
    "unreachable": ("応答がありません", "{printer}につながりません。", "電源とケーブルを確認してください。"),
    "refused": ("受け付けません", "{printer}が印刷を受け付けません。", "ほかのPCが使用中でないか確認してください。"),
    "not_understood": ("別の機器です", "{printer}の応答が、設定した機種のものではありません。", "プリンターの設定を情報担当に確認してください。"),
    "no_system": ("印刷の仕組みがありません", "このPCの印刷の仕組みが動いていません。", "情報担当に連絡してください。"),
    "no_queue": ("プリンターの登録がありません", "{printer}が、このPCに登録されていません。", "情報担当に連絡してください。"),
    "denied": ("許可がありません", "{printer}への出力が許可されていません。", "情報担当に連絡してください。"),
    "no_folder": ("出力先がありません", "{printer}の出力先のフォルダーが使えません。", "フォルダーを確認してください。"),
    "exists": ("同じ名前のファイル", "{printer}の出力先に、同じ名前のファイルがあります。", "フォルダーを確認してください。"),
    "disk_full": ("空きがありません", "{printer}の出力先に空きがありません。", "不要なファイルを片付けてください。"),
    "broken_off": ("途中で切れました", "{printer}への送信が途中で切れました。", "出かけた紙があれば、使わずに裁断してください。"),
    "slow": ("送信が終わりません", "{printer}への送信が時間内に終わりませんでした。", "あとから紙が出ることがあります。"),
    "lost": ("接続が切れました", "印刷の完了を聞く前に、{printer}との接続が切れました。", "電源とケーブルを確認してください。"),
    "mute": ("返事がありません", "{printer}に送信しましたが、返事がありません。", "電源とケーブルを確認してください。"),
    "not_confirmed": ("完了の知らせがありません", "{printer}に送信しましたが、印刷完了の知らせがありません。", ""),
    "cannot_tell": ("印刷完了を確認できない機種", "{printer}に送信しました。印刷完了を確認できない機種です。", ""),
    "handed_over": ("印刷待ちから出ました", "{printer}に送信しました。印刷完了は確認できません。", ""),
    "withdrawn": ("印刷を取りやめました", "印刷が進まないため、{printer}の印刷待ちから取り除きました。", "電源と用紙を確認してください。"),
    "stuck": ("印刷待ちに残っています", "{printer}の印刷待ちに残っています。", "あとから紙が出ることがあります。情報担当に連絡してください。"),
    "filed": ("ファイルに出力", "{printer}のフォルダーに出力しました（印刷は確認していません）。", ""),
    "never_sent": ("送信していません", "{printer}には送信していません。", ""),
    "interrupted": ("途中で終了しました", "{printer}に送信している間に、プログラムが終了しました。", ""),
    "unprintable": ("印刷できない文字", "印刷できない文字があります。", "別の字にするか、手書きにします。"),
    "does_not_fit": ("用紙に入りません", "内容が用紙に入りません。", "ほかの用紙を選んでください。"),
    "unforeseen": ("予期しない誤り", "紙を作れませんでした。", "台帳の logs フォルダーの記録を、情報担当に渡してください。"),
}

FAILED = "{copy}は出ていません。"
DOUBTFUL = "{copy}が出たか、確認できません。"
SAFE = "{label}は発行済です。番号も内容も失われません。"
ELSEWHERE = "別のプリンターか普通紙を選ぶか、PDFにします。"
LOOK = "{copy}が出ましたか。"
NEAR_END = "{printer}の用紙が残りわずかです。"
NEAR_END_TODO = "次の用紙を用意してください。"

CAME_OUT = "{copy}が出たことを記録しました。"
NOT_OUT = "{copy}が出ていないことを記録しました。"
NOT_OUT_MARKED = "次に印刷する紙には、再発行と印刷します。"
NOT_OUT_PLAIN = "もう一度印刷してください。"

# Title of the list at start and of one line in it.
PENDING = "印刷未確認"
UNPRINTED = "未印刷"

STATES = {
    "queued": "印刷待ち", "sent": "送信中", "confirmed": "印刷を確認", "doubtful": "印刷未確認", "failed": "印刷できず",
}
COPIES = {
    "original": "原本", "tag": "番号札", "binder": "控え", "citizen": "お客様控", "label": "袋札", "manifest": "送付票",
    "inquiry": "照会票", "badge": "職員証", "cover": "つづり表紙", "binder_index": "月別目次", "reserve": "予備帳", "return_list": "返送票",
    "guide": "案内票", "history": "経過書", "signoff": "本日の締め", "sample": "抽出点検票", "statistics": "集計", "gaps": "欠番表", "test": "試し印刷",
    "recovery": "復旧用の鍵",
}

KINDS = {
    "socket": "ネットワーク", "cups": "CUPS", "spooler": "Windowsの印刷待ち", "folder": "フォルダー",
}
SHEET = "普通紙"
PHOTOCOPY = "複写（印刷しない）"
NOT_ROUTED = "プリンター未設定"

RULES = {
    "printer_name": ("プリンターの名前は1から20文字です。", "例: 窓口1"),
    "printer_exists": ("プリンター {printer} はすでにあります。", "別の名前にするか、先に削除してください。"),
    "no_such_printer": ("プリンター {printer} はありません。", "printers で名前を確認してください。"),
    "no_printer": ("{copy}のプリンターが決まっていません。", "別のプリンターを選ぶか、PDFにします。"),
    "profile_unknown": ("機種 {profile} はありません。", "{profiles}から選んでください。"),
    "sheet_way": ("普通紙は、CUPSかフォルダーへの出力だけです。", "PDFを作って印刷してください。"),
    "address_form": ("プリンターの場所が正しくありません。", "例: 192.0.2.10 か 192.0.2.10:9100"),
    "paper_not_for_printer": ("{printer}では、用紙{paper}に印刷できません。", "{papers}から選んでください。"),
    "route_copy": ("この紙の出力先は選べません。", "原本・控え・お客様控・番号札から選んでください。"),
    "no_photocopy": ("{copy}は、印刷しない設定にできません。", "複写にできるのは控えだけです。"),
    "no_such_job": ("印刷 {job} の記録がありません。", "pending で番号を確認してください。"),
    "test_receipt_only": ("試し印刷は、レシートプリンターだけです。", ""),
    "nothing_to_answer": ("{copy}の結果は、すでに記録されています。", ""),
    "language_unknown": ("この言語は使えません。", "{languages}から選んでください。"),
    "language_copy": ("言語と文字の大きさを選べるのは、お客様控だけです。", "お客様控を選ぶか、指定を外してください。"),
    "large_paper": ("大きな文字は、A4に印刷します。", "用紙A4を選んでください。"),
}
