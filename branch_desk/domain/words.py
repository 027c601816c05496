"""Every Japanese word and sentence of the services and the command line: ordinary 公用文, plain and polite.

The screens' own wording is in words_screen.py, that of broken surroundings in words_faults.py, that of the paper in
printing/words.py. Codes are the same in schema, JSON and here (glossary of DOMAIN.md and DESIGN.md).
"""

from __future__ import annotations

STATES = {
    "reserved": "予備", "held": "預かり中", "bagged": "袋入れ", "dispatched": "発送済", "received": "受領済",
    "closed": "完了", "voided": "取消", "handed_back": "書類の返却", "lost": "記録なし",
}

COPIES = {"original": "原本", "tag": "番号札", "binder": "控え", "citizen": "お客様控"}

OUTCOMES = {"confirmed": "印刷を確認", "doubtful": "印刷未確認", "failed": "印刷できず", "file": "ファイルに出力"}

# What a scan is answered, and what to do next.
VERDICTS = {
    "unreadable": ("読み取れません", "もう一度読み取るか、16桁の番号を4桁ずつ入力してください"),
    "not_ours": ("預かり書ではありません", "預かり書の原本を読み取ってください"),
    "practice": ("練習用の番号です", "本物の台帳では使えません"),
    "real_in_practice": ("本物の番号です", "練習用の台帳では使えません。練習を終わってから読み取ってください"),
    "copy": ("お客様控・番号札の番号です", "完了にできるのは原本だけです"),
    "unknown": ("この窓口に記録がありません", "番号を確認し、控えがあるときだけ完了にできます"),
    "voided": ("取消された番号です", "書類が付いていないか確認し、係長に伝えてください"),
    "handed_back": ("書類を返却した番号です", "書類が付いていないか確認し、係長に伝えてください"),
    "already_closed": ("完了しています", "何も記録していません"),
    "wrong_section": ("別の課です", "入れないでください"),
    "other_branch": ("ほかの支所の預かり書です", "発行した支所に知らせます"),
    "not_dispatched": ("発送の記録がありません", "いつ、だれが運んだか確認してください"),
    "matched": ("番号が一致しました", "控えと見比べ、枚数を確認してください"),
}

OUTCOME_CLOSED = "完了しました。原本を回送管理簿につづってください"
OUTCOME_DIFFERS = "原本が戻ったことを記録しました。相違が解決するまで完了になりません"
OUTCOME_TIME_MISSING = "原本が戻ったことを記録しました。受け取り日時が分かるまで完了になりません"
OUTCOME_OTHER_BRANCH = "原本が届いたことを記録しました。発行した支所へ送ってください"

# Where a copy's papers are, as a sentence to read out to the citizen who asks (mockups/ui 46).
WHERE = {
    "held": "支所でお預かりしています。",
    "bagged": "支所でお預かりしています。次の庁内便で{section}へ送ります。",
    "dispatched": "{dispatched}に、{section}へ送りました。",
    "received": "{received}に、{section}が受け取りました。",
    "closed": "{received}に、{section}が受け取りました。",
    "voided": "この番号は取消されています。係の者が確認します。",
    "handed_back": "{ended}に、書類をお返ししました。",
    "reserved": "確認して、こちらからお知らせします。",
    "lost": "確認して、こちらからお知らせします。",
}
WHERE_NO_TIME = "{section}が受け取りました。"
WHERE_UNKNOWN = "この窓口では分かりません。発行した支所にお尋ねください。"

HOLDERS = {
    "branch": "{where}", "bag": "袋 {where}", "mail_out": "庁内便 → {where}", "section": "{where}",
    "mail_back": "庁内便（返送中）", "binder": "回送管理簿", "citizen": "ご本人", "nobody": "番号は使わない",
}

# Where a bag is, for whoever scans it on a screen that does not open bags.
BAG_AT = {
    "open": "{desk}", "closed": "{desk}", "checked": "{desk}", "dispatched": "庁内便 → {section}（{since} 発送）",
    "received": "{section}（{since} 受領）", "lost": "{desk}",
}

EVENTS = {
    "issued": "発行・預かり", "reserved": "予備帳の番号を確保", "voided": "取消", "handed_back": "書類の返却",
    "corrected": "訂正", "bag_opened": "袋を開く", "bag_closed": "袋を閉じる", "bag_dispatched": "発送",
    "bag_received": "袋の受領", "bagged": "袋入れ", "unbagged": "袋から出す", "checked": "別の職員の確認",
    "received": "受領", "missing": "見当たらない", "surplus": "他課の書類", "sent_back": "返送",
    "documents_back": "書類が支所に戻った", "came_back": "原本が戻った", "closed": "照合・完了",
    "inquiry_opened": "所在調査を開始", "inquiry_closed": "所在調査を終了", "contacted": "連絡",
    "revoked": "直前の記録を取り消し",
    "lost_record": "記録のない番号", "printed": "紙の出力", "refused": "お断り", "viewed": "氏名を表示",
    "exported": "書き出し", "backed_up": "バックアップ", "drilled": "バックアップの確認", "restored": "復元",
    "numbers_settled": "不明の番号の確認", "erased": "消去", "recovery_checked": "復旧用の鍵の確認",
    "disposed": "廃棄",
    "signed_in": "担当の交代", "signed_off": "本日の締め", "override": "例外の承認", "clock_doubt": "時計の確認",
    "staff_changed": "職員の登録・変更", "setting_changed": "設定の変更", "pin_failed": "PINの間違い",
    "pin_cleared": "PINの間違いを解除", "desk_locked": "画面を閉じる",
}

# Reasons are codes; what is typed beside one is a note, kept encrypted.
CHANGE_REASONS = {
    "wrong_type": "種類の選び違い", "miscounted": "枚数の間違い", "withdrawn": "ご本人が取りやめ",
    "turned_down": "お断りと分かった", "spoiled": "紙の汚れ・破れ", "other": "その他",
}
# A blank of the 予備帳 that nobody wrote on. What a slip may have ended with is either of the two.
SPARE_REASONS = {"unused": "未使用の用紙", "spoiled": CHANGE_REASONS["spoiled"], "other": CHANGE_REASONS["other"]}
ENDED_REASONS = CHANGE_REASONS | SPARE_REASONS
UNDO_REASONS = {"wrong_key": "キーの押し間違い", "wrong_slip": "別の預かり書だった", "other": "その他"}
DIFFERS_REASONS = {
    "sheets": "枚数が違う", "enclosures": "添付が違う", "wrong_number": "番号・種類が違う", "other": "その他",
}
REPRINT_REASONS = {
    "shredded": "前の紙は回収して裁断", "not_printed": "前の紙は印刷されていない", "not_found": "前の紙は見つからない",
    "other": "その他",
}
BACK_REASONS = {"incomplete": "書類の不足", "wrong_section": "別の課の書類", "other": "その他"}

NOT_ACCEPTED = "この書類は、支所ではお預かりできません。"

# Why a document is not taken: the short reason, and what is said to the visitor after NOT_ACCEPTED.
REFUSALS = {
    "business": ("事業者から", "事業者の書類は、担当課で承ります。"),
    "past_deadline": ("提出期日を過ぎている", "提出期日を過ぎた書類は、担当課で承ります。"),
    "urgent": ("回送しない種類（緊急対応が基本）", "急ぎの対応が必要な書類のため、担当課で承ります。"),
    "acceptance_date": ("回送しない種類（申請受理日が重要）", "申請受理日が重要な書類のため、担当課で承ります。"),
    "few": ("回送しない種類（年50件未満）", "担当課で承ります。"),
    "ended": ("取扱いが終わった種類", "支所での取扱いは終わりました。担当課で承ります。"),
    "not_yet": ("取扱いが始まっていない種類", "支所での取扱いはまだ始まっていません。担当課で承ります。"),
    "not_listed": ("一覧にない書類", "担当課で承ります。"),
}
NUMBER_NOT_USED = "番号は使っていません。"

WAYS = {
    "temporary": "臨時窓口", "counter": "区役所の担当課窓口", "telephone": "電話", "post": "郵送", "online": "オンライン相談",
    "appointment": "予約の対面相談",
}
WAY_TEXT = {
    "temporary": "この支所で。{detail}のうちの数日間。日程は支所で確認します",
    "counter": "{detail}", "telephone": "{detail}", "post": "郵送で申請できます",
    "online": "この支所で受けられます。{detail}", "appointment": "支所で。電話かオンライン相談のあとに日時を決めます",
}
TELEPHONE_UNSET = "担当課の電話番号は、設定されていません"

# Refused by a rule that is not about the document: (sentence, what to do next).
RULES = {
    "who": ("担当者が分かりません。", "--by で職員番号を指定してください。"),
    "unknown_staff": ("職員番号 {code} は登録されていません。", "staff list で確認し、なければ staff add で登録してください。"),
    "auditor": ("監査の役割では記録できません。", "担当または責任者が操作してください。"),
    "staff_code": ("職員番号は1から5桁の数字です。", "数字で指定してください。"),
    "staff_name": ("職員の氏名がありません。", "氏名を入力してください。"),
    "staff_exists": ("職員番号 {code} はすでに登録されています。", "別の番号にしてください。"),
    "pin_needed": ("PINが必要です。", "--pin で指定してください。"),
    "pin_wrong": ("PINが違います。", "もう一度確認してください。"),
    "pin_unset": ("この職員のPINが登録されていません。", "staff pin で登録してください。"),
    "pin_form": ("PINは4から12桁の数字です。", "数字で指定してください。"),
    "not_responsible": ("責任者だけができる操作です。", "責任者の職員番号で操作してください。"),
    "not_counter": ("この窓口では発行できません。", "支所窓口のPCで操作してください。"),
    "sheets": ("枚数は1から9999です。", "枚数を入力してください。封筒のままのときは「封筒のまま」を選びます。"),
    "sheets_missing": ("枚数が入力されていません。", "枚数を入力してください。封筒のままのときは「封筒のまま」を選びます。"),
    "enclosure": ("添付 {code} は一覧にありません。", "番号を確認してください。一覧にない添付は言葉で入力できます。"),
    "too_long": ("{field}が長すぎます（{limit}字まで）。", "短くするか、原本に手書きします。"),
    "control": ("{field}に使えない文字が入っています。", "入力し直してください。"),
    "unprintable": ("印刷できない文字があります: {characters}", "別の字にするか、手書きにします。"),
    "does_not_fit": ("{reason}", ""),
    "no_such_number": ("番号 {number} の記録がありません。", "番号を4桁ずつ確認してください。"),
    "not_a_number": ("番号が正しくありません。", "16桁の数字を4桁ずつ確認してください。"),
    "not_held": ("{label}は{state}のため、{what}できません。", "今の状態を確認してください。"),
    "dispatched_already": ("{label}は発送した後のため、{what}できません。", "担当課に電話し、書類が戻ってから操作してください。"),
    "other_branch": ("{label}はほかの支所の預かり書です。", "発行した支所に連絡してください。"),
    "reason": ("理由がありません。", "理由を選んでください。"),
    "reprint_reason": ("再発行には理由が必要です。", "前の紙をどうしたか選んでください。"),
    "nothing_to_correct": ("訂正する内容がありません。", "枚数・添付・お名前のどれかを指定してください。"),
    "nothing_to_undo": ("取り消せる記録がありません。", "発行を取りやめるときは、取消を選びます。"),
    "undo_after_a_day": ("前日までの記録の取り消しは、責任者だけができます。", "責任者の職員番号で操作してください。"),
    "time_form": ("日時の形が正しくありません。", "11月20日14時30分は 11201430 と入力します。"),
    "time_future": ("これからの日時です。", "紙に書かれた日時を確認してください。"),
    "time_before_issue": ("預かった日時より前です。", "紙に書かれた日時を確認してください。"),
    "catalogue_lines": ("一覧表に誤りがあります。何も取り込んでいません。", "次の行を直して、もう一度取り込んでください。"),
    "catalogue_encoding": ("一覧表の文字が読めません。", "UTF-8またはShift_JISのCSVで保存してください。"),
    "catalogue_missing_used": ("使用中の種類が一覧表にありません: {codes}", "終わる種類は、行を残して有効終了日を入れてください。"),
    "desk_code": ("窓口番号は001から999の3桁です。", "区役所から届いた番号を入力してください。"),
    "desk_name": ("窓口名は1から8文字です。", "例: 大師1"),
    "desk_branch": ("支所名がありません。", "例: 大師支所"),
    "desk_section": ("担当課の番号が分かりません。", "--section で1から9の番号を指定してください。"),
    "no_such_bag": ("袋 {label} の記録は、この窓口にありません。", "袋を作った窓口で確認してください。"),
    "same_person": ("承認する人が同じです。", "別の職員が承認してください。"),
    "nothing_to_approve": ("承認を待っているものはありません。", "そのまま発行できます。"),
    "spare_count": ("予備帳は1枚から{most}枚までです。", "枚数を確認してください。"),
    "spare_early": ("{label}の用紙を作った日より前の日時です。", "用紙に書かれた日時を確認してください。"),
    "not_reserved": ("{label}は、予備帳の番号ではないか、入力が済んでいます。", "紙の番号を4桁ずつ確認してください。"),
    "home_in_use": ("この場所には、すでに台帳があります。", "別の場所を指定するか、そのまま使ってください。"),
    "clock": ("PCの時計が正しくない可能性があります（{reason}）。", "時計を確認してから、もう一度操作してください。"),
    "copy_unknown": ("この紙は印刷できません。", "原本・控え・お客様控・番号札から選んでください。"),
    "paper_unknown": ("この用紙は使えません。", "{papers}から選んでください。"),
    "not_issued_here": ("{label}の内容は、この窓口に記録がありません。", "発行した窓口で印刷してください。"),
    "ended_slip": ("{label}は{state}のため、印刷できません。", "番号は二度と使いません。"),
    "request_id": ("繰り返し防止の番号に使えない文字があります。", "英数字と - _ . : / # + で、100字までにしてください。"),
    "nowhere_to_print": ("出力先がありません。", "printers add でプリンターを登録するか、--pdf などでファイルを指定してください。"),
    "escpos_paper": ("プリンターのデータは、レシート用紙でだけ作れます。", "用紙を{papers}から選んでください。"),
    "undecided": ("「{verdict}」のため、記録していません。", "確認したうえで、--accept を付けてもう一度操作してください。"),
}

CSV_EMPTY = "種類が1件もありません"
CSV_COLUMNS = "見出しに次の列がありません: {}"
CSV_TOO_MANY = "列が見出しより多くあります"
CSV_QUOTES = "引用符の使い方が正しくないため、ここから先を読めません"
CSV_CODE = "番号「{}」は3桁の数字（先頭は課番号、末尾00は不可）ではありません"
CSV_NO_NAME = "名称がありません"
CSV_READING = "読み「{}」はひらがなで入力してください"
CSV_CONTROL = "「{}」に改行などの使えない文字があります"
CSV_SECTION = "課番号「{}」は1から9で、種類の番号の先頭と同じにしてください"
CSV_NO_SECTION = "課の名称がありません"
CSV_SECTION_DIFFERS = "課番号{}の名称・階・電話が{}行目と違います"
CSV_FORWARDED = "回送「{}」は「する」「緊急対応が基本」「申請受理日が重要」「年50件未満」から選んでください"
CSV_DAY = "{}「{}」は 2026-04-01 の形で入力してください"
CSV_ENDS_EARLY = "有効終了日が有効開始日より前です"
CSV_COUNT = "{}「{}」は数字で入力してください"
CSV_TWICE = "番号{}の有効期間が{}行目と重なっています"

FIELDS = {"depositor": "お名前", "applicant": "申請者", "kana": "フリガナ", "phone": "電話", "enclosure": "添付",
          "note": "補足"}

PRACTICE_STAFF = "練習"
PRACTICE_DESK = "練習1"
PRACTICE_BRANCH = "練習支所"
APPROVED = {"machine": "この端末で続けることを承認しました。", "clock": "端末の日付が正しいことを承認しました。"}
PURPOSE = "お名前は、書類の回送と問い合わせへの対応に使用します。"
