"""Every Japanese word of 要対応: what is late, 所在調査, 経過書, 本日の締め; services, command line and screen."""

from __future__ import annotations

# Refused by a rule: (sentence, what to do next). services/results.refuse finds them here.
RULES: dict[str, tuple[str, str]] = {
    "inquiry_is_open": ("{label}は、すでに所在調査中です。", "分かったことは、連絡の記録か調査の終了で残してください。"),
    "no_inquiry": ("{label}は、所在調査中ではありません。", "連絡だけを残すときは、電話の結果を記録してください。"),
    "contact_whom": ("連絡した相手が分かりません。", "{codes}から選んでください。"),
    "contact_how": ("連絡の方法が分かりません。", "{codes}から選んでください。"),
    "contact_result": ("連絡の結果が分かりません。", "{codes}から選んでください。"),
    "limit_name": ("その基準はありません。", "{names}から選んでください。"),
    "limit_value": ("{name}は{lowest}から{highest}までです。", "数字を確認してください。"),
    "limit_same": ("{name}は、すでに{value}です。", "変える値を指定してください。"),
    "day_form": ("日付が正しくありません。", "2026-11-25 の形で指定してください。"),
    "closed_already": ("{day}は、すでに閉庁日です。", "日付を確認してください。"),
    "closed_usually": ("{day}は、土日・祝日・年末年始の休みです。", "登録しなくても閉庁日です。"),
    "not_closed": ("{day}は、臨時の閉庁日に登録されていません。", "日付を確認してください。"),
    "inquiry_subject": ("照会する番号か課がありません。", "預かり書の番号か、課の番号を指定してください。"),
    "nothing_to_ask": ("{section}に照会する預かり書はありません。", "番号を指定すると、1件だけ照会できます。"),
    "history_subject": ("番号がありません。", "預かり書の番号を指定してください。"),
    "day_future": ("{day}は、まだ来ていません。", "今日までの日付を指定してください。"),
}

SCREEN = "要対応"

# Why a slip stands there.
WHY = {
    "not_dispatched": "未発送", "not_arrived": "未着", "not_returned": "未返送", "time_missing": "受け取り日時未記入",
    "differs": "相違あり", "inquiry": "所在調査", "contradiction": "記録の食い違い", "print_doubtful": "印刷未確認",
    "not_counted": "袋の受領後に未確認", "redirected": "他課の書類", "other_branch": "ほかの支所に届いた原本",
    "key_left": "消去待ち",
}

# What happened, who did it, and what is missing: one sentence of the card. Blank where nobody knows.
TOLD = {
    "not_dispatched": "{since}にお預かりした書類が、まだ発送されていません。",
    "not_arrived": "{since}に{by}発送しました。{section}の受け取りの記録がありません。",
    "not_returned": "{section}{by}が{since}に受け取っています。預かり書の原本が返送されていません。",
    "time_missing": "原本は{since}に戻りましたが、受け取り日時が書かれていません。",
    "differs": "原本は{since}に戻りましたが、控えと違うところがあります。",
    "inquiry": "{since}から所在調査中です。",
    "contradiction": "記録に食い違いがあります（{what}）。",
    "print_doubtful": "{since}に送信した紙が出たか、確認されていません。",
    "not_counted": "{since}に{section}が袋を受け取りましたが、この書類の受領も不足も記録されていません。",
    "redirected": "{since}に{where}で見つかりました。{section}の受け取りの記録がありません。",
    "other_branch": "原本は{since}に、発行した支所ではない支所に届きました。",
    "key_left": "{since}に最後につながったバックアップ先に、消去した個人情報の鍵が残っている可能性があります。",
}
BY = "{surname}が"
BY_PERSON = "の{surname}さん"

# What to do, in order. {phone} is the section's telephone.
STEPS = {
    "not_dispatched": ("書類が窓口にあるか確認", "次の庁内便の袋に入れる", "なければ{fix}「所在調査」"),
    "not_arrived": ("{called}に電話", "届いていれば{fix}「到着を確認」", "分からなければ{fix}「所在調査」"),
    "not_returned": ("{called}に電話", "見つかれば{fix}「返送を待つ」", "分からなければ{fix}「所在調査」"),
    "time_missing": ("{called}に電話して日時を聞く", "返送照合で原本を読み取り、日時を入力"),
    "differs": ("{called}に電話して確認", "解決したら、返送照合で原本を読み取り、一致を記録"),
    "inquiry": ("探した所と結果を{fix}で記録", "お預けになった方への説明を{fix}で記録", "見つかれば{fix}「調査を終える」"),
    "contradiction": ("履歴を見て、誤った記録を確認", "{fix}「所在調査」で調べ、結果を記録"),
    "print_doubtful": ("紙が出たか確認", "受付の「印刷未確認」で答える"),
    "not_counted": ("{called}に電話し、袋の中を確認", "届いていれば、課で受領を記録", "なければ{fix}「所在調査」"),
    "redirected": ("{called}に電話し、回ったか確認", "届いていれば、課で受領を記録", "分からなければ{fix}「所在調査」"),
    "other_branch": ("その支所に電話し、原本の回送を頼む", "戻ったら、返送照合で読み取る"),
    "key_left": ("USBメモリーなど、その場所をつなぐ（つながると自動で消去）", "廃棄・紛失したときは、設定で2人が記録"),
}
SIGN_OFF_STEP = {
    "not_dispatched": "次の庁内便", "not_arrived": "電話", "not_returned": "電話・照会票", "time_missing": "電話",
    "differs": "電話", "inquiry": "調査を続ける", "contradiction": "履歴の確認", "print_doubtful": "紙の確認",
    "not_counted": "電話", "redirected": "電話", "other_branch": "支所に電話", "key_left": "つなぐ",
}

CONTRADICTIONS = {
    "issued_twice": "同じ番号が二度発行されています", "closed_twice": "完了が二度記録されています",
    "bagged_twice": "二つの袋に入っています", "bagged_after_dispatch": "発送した袋に、後から入れた記録があります",
    "unbagged_late": "発送した袋から出した記録があります", "received_before_dispatch": "発送の記録がないのに受領されています",
    "ended_twice": "取消か返却が二度記録されています", "voided_but_moved": "取消の後に動いています",
    "handed_back_but_moved": "書類の返却の後に動いています",
}
CONTRADICTION = "内容は履歴を確認"

# 最後の所在 as a list shows it: where, what was done there and when, who said so.
HOLDER = {
    "branch": "{where} {at} {who}", "bag": "袋 {where} {who}", "mail_out": "{where} {at} 発送 {who}",
    "section": "{where} 受領 {at} {who}", "mail_back": "庁内便（返送中） {at} {who}", "binder": "回送管理簿 {at} {who}",
    "citizen": "ご本人 {at}", "nobody": "番号は使わない",
}
STAFF_NUMBER = "職員{code}"
CAME_BACK = "{where}（原本は返送済み） {at} {who}"
FOUND_AT = "{where} 発見 {at} {who}"

# What each limit counts from, for the corner of the card.
BASIS = {
    "not_dispatched": "基準 その日の{evening}", "not_arrived": "基準 発送から{limit}開庁日",
    "not_returned": "基準 受領から{limit}開庁日",
}
NOW_DAYS = "現在{days}日"
DAYS = "{days}日"

PHONE = "（{phone}）"
LAST_CONTACT = "{at} {whom}に連絡（{how}）{result}  {who}"

# 所在調査
INQUIRY_REASONS = {
    "not_dispatched": "未発送", "not_arrived": "未着", "not_returned": "未返送", "not_found": "見当たらない",
    "asked": "問い合わせがあった", "other": "その他",
}
INQUIRY_RESULTS = {
    "found_branch": "支所で見つかった", "found_section": "担当課で見つかった", "found_elsewhere": "ほかの所で見つかった",
    "not_found": "見つからない", "no_need": "調査の必要がなくなった", "other": "その他",
}
WHOM = {"section": "担当課", "internal_mail": "庁内便の担当", "branch": "ほかの支所", "responsible": "係長",
        "citizen": "お預けになった方"}
HOW = {"telephone": "電話", "counter": "窓口", "letter": "手紙", "in_person": "口頭"}
RESULTS = {
    "arrived": "到着を確認。返送を待つ", "will_check": "確認して折り返しを待つ", "not_arrived": "到着を確認できない",
    "found": "見つかった", "no_answer": "応答なし", "told": "説明した", "reported": "報告した", "other": "その他",
}
OPENED = "{label}の所在調査を始めました。"
CLOSED = "{label}の所在調査を終えました（{result}）。"
CONTACTED = "{label} {whom}への連絡を記録しました（{result}）。"

# Limits and closing days
LIMITS = {"evening": "未発送とする時刻", "arrive": "未着とする開庁日数", "return": "未返送とする開庁日数"}
LIMIT_VALUES = {"evening": "{hour}時{minute:02d}分", "arrive": "{value}開庁日", "return": "{value}開庁日"}
LIMIT_REASONS = {
    "schedule_changed": "庁内便・開庁日の変更", "busy_season": "繁忙期", "agreed_with_section": "担当課との取決め",
    "other": "その他",
}
LIMIT_LINE = "{name}  {value}"
LIMIT_CHANGED = "{name}を{before}から{after}に変えました。"
LIMIT_CHANGE_LINE = "{at}  {name} {before}→{after}  {reason}  {by}"
DAY_CLOSED = "{day}を閉庁日にしました。"
DAY_OPENED = "{day}を開庁日に戻しました。"
DAY_CHANGE = {True: "閉庁日に追加", False: "閉庁日から除外"}
NO_CLOSED_DAYS = "臨時の閉庁日はありません。"

# The command line
NOTHING = "要対応はありません。"
LINE = "{why}  {days}開庁日  {label}  {section}  {holder}"
FIGURE_LINE = "{name}  {count}件"
EVENING_LINE = "  {kind}  {label}  {what}  {detail}  {more}"

# 照会票
ASK_BACK = ("下の書類は、受け取りの記録がありますが、預かり書の原本が戻っていません。",
            "原本の有無を確認し、この紙に記入してご返送ください。")
OTHER_ENCLOSURE = "その他"
TRACES = {
    "bagged": "袋に入れた", "checked": "別の職員が確認した", "bag_dispatched": "庁内便で発送した", "received": "受け取りの記録",
    "issued": "預かった", "sent_back": "原本を返送した", "missing": "見当たらない", "surplus": "他課で見つかった",
    "unbagged": "袋から出した", "documents_back": "書類が支所に戻った", "came_back": "原本が戻った",
    "inquiry_opened": "所在調査を始めた", "inquiry_closed": "所在調査を終えた", "contacted": "連絡した", "closed": "完了",
}
LAST_TRACE = "最後の記録（{since}から{days}開庁日）"
SINCE_WHAT = {"bag_dispatched": "発送", "received": "受領", "issued": "預かり"}
SINCE_ANY = "そこ"
BAG = "袋 {label}"

# 経過書
STEP = {
    "issued": "預かり、番号を発行", "reserved": "予備帳の番号を確保", "bagged": "袋入れ", "unbagged": "袋から出した",
    "checked": "別の職員が確認", "bag_closed": "袋を閉じた", "bag_dispatched": "{route}で発送", "bag_received": "袋を受領",
    "received": "受領", "missing": "袋の中に見当たらない", "surplus": "他課の書類として発見", "sent_back": "原本を返送",
    "documents_back": "書類が支所に戻った", "came_back": "原本が支所に戻った", "closed": "照合し完了",
    "inquiry_opened": "所在調査を開始", "inquiry_closed": "所在調査を終了", "voided": "取消", "handed_back": "書類の返却",
    "corrected": "訂正", "revoked": "記録の取り消し", "lost_record": "記録のない番号", "printed": "{copy}を印刷",
}
OVERRIDDEN = "別の職員の確認を省いて承認"
CHECK_DIFFERS = "別の職員の確認で相違"
COUNTED = "（{amount}）"
REVOKED_MARK = "（取り消された記録）"
FIRST_LISTED = "{why}の一覧に載る"
CAME_BACK_AS = {"differs": "相違あり", "time_missing": "受け取り日時の記入なし", "other_branch": "ほかの支所の預かり書"}
OTHER_REASONS = {
    "not_in_bag": "袋にない", "bag_not_arrived": "袋が届かない", "other_section": "他課の書類", "not_on_list": "送付票にない",
    "wrong_bag": "入れ間違い", "one_person_on_duty": "窓口1人勤務",
}
COPIES = {
    "original": "原本", "tag": "番号札", "binder": "控え", "citizen": "お客様控", "inquiry": "照会票", "history": "経過書",
    "label": "袋札", "manifest": "送付票",
}
CASES = "{count}件"
SHEETS = "{count}枚"
RECEIVED_AT = "受け取り {at}"
CONTACT_LINE = "{whom}に連絡（{result}）"
RECORD = "{desk} 記録{seq}"
KNOWN_COMPUTED = "{why}の一覧（{basis}）で判明"
KNOWN_BY_EVENT = "{what}（{who}）で判明"
KNOWN_BASIS = {
    "not_dispatched": "その日の{evening}までに発送なし", "not_arrived": "発送から{limit}開庁日",
    "not_returned": "受領から{limit}開庁日",
}
KNOWN_AT_ONCE = "記録と同時"
NOT_KNOWN = "要対応に載ったことはありません"
NOT_KNOWN_BY = "期限の内にあります"
HOLDER_LONG = {
    "branch": "{where}（{who}）", "bag": "袋 {where}（袋入れ {who}）", "mail_out": "{where}（発送 {who}）",
    "section": "{where}（受領 {who}）", "mail_back": "庁内便（返送中 {who}）", "binder": "回送管理簿（{who}）",
    "citizen": "ご本人（{who}）", "nobody": "番号は使わない",
}
HOLDER_SINCE = "{at}から"
STATE_NOW = "{state}"
STATE_INQUIRY = "{state}・所在調査中"
TOLD_BY = "{how}　{who}"

# 本日の締め
SIGN_OFF = "本日の締め"
SIGN_OFF_TITLE = "要対応 — 本日の締め"
FIGURES = {"unsent": "未発送", "attention": "要対応", "reissued": "再発行", "exceptions": "例外"}
REISSUE = "再発行 {count}回目"
EXCEPTIONS = {
    "unchecked_bag": "別の職員の確認を省いた", "missing_slip": "袋にない件を除いて発送", "limit": "要対応の基準を変更",
    "closing_day": "閉庁日を変更", "retention": "保存の例外", "disposal": "廃棄の承認", "clock": "端末の日付を承認",
    "moved_machine": "この端末で続けることを承認", "other": "その他の承認", "accepted": "確認して完了",
}
EXCEPTION_REASONS = {
    "one_person_on_duty": "窓口1人勤務", "not_in_bag": "袋にない", "miscounted": "数え間違い",
    "schedule_changed": "庁内便・開庁日の変更", "busy_season": "繁忙期", "agreed_with_section": "担当課との取決め",
    "confirmed_by_telephone": "電話で確認", "other": "その他",
}
HELD_SINCE = "{state} {at}から"
LATE_LINE = "{why} {days}開庁日"
NO_NUMBER = "—"
PLACE = "{branch}（{desk}）"
SIGNED = "本日の締めを記録しました（未発送{unsent} 要対応{attention} 再発行{reissued} 例外{exceptions}）。"
SIGNED_AGAIN = "本日{times}回目の締めを記録しました（未発送{unsent} 要対応{attention} 再発行{reissued} 例外{exceptions}）。"

# ---- the screen
KEYS = {
    "back": "一つ戻る", "find": "課を選ぶ", "more": "経過書", "fix": "結果を記録", "print": "照会票印刷", "on": "履歴を見る",
    "finish": "本日の締め",
}
NEXT_FIRST = "最も古い1件を電話で確認し、{fix}で結果を記録"
NEXT_CHOSEN = "選んだ1件を確認し、{fix}で結果を記録"
NEXT_PRINT = "紙が出たかを確認し、受付の「印刷未確認」で答える"
NEXT_KEY = "そのバックアップ先をつなぐ（つながると自動で消去）"
NEXT_NONE = "要対応はありません。{finish}で本日の締め"
NEXT_NONE_HERE = "この課の要対応はありません。{find}で課を選ぶ"
NONE = "要対応はありません"
NONE_HERE = "{section}の要対応はありません"
OLDEST_FIRST = "古い順"
RANGE = "{first}-{last} / {total}件"
BY_SECTION = "課ごと"
ALL = "すべて"
COLUMNS = {"why": "状況", "days": "開庁日", "number": "番号", "section": "課", "holder": "最後の所在"}
NOTE = "開庁日は、土日・祝日・年末年始を除いた日数です。\n日数の基準は責任者だけが理由を付けて変更でき、集計に表示されます。"
NOTE_SHORT = "基準の変更は責任者だけ"
CARD_TITLE = "{label} {why}"
# The shape of where it is stuck (mockups/ui, 34): amber, and red where it was left.
SHAPES = {
    "not_dispatched": "tray", "not_arrived": "arrow", "not_returned": "house", "time_missing": "clock",
    "differs": "differs", "inquiry": "flag", "contradiction": "triangle", "print_doubtful": "diamond",
    "not_counted": "bag", "redirected": "signpost", "other_branch": "signpost", "key_left": "diamond",
}

# F2
CHOOSE_SECTION = "課を選ぶ"
CHOOSE_SECTION_NEXT = "数字で課を選ぶ"
CHOICE = "{name}  {count}件"

# F4: what can be recorded, each with its results. Digits decide, nothing is preselected.
RECORD_TITLE = "{label}  結果を記録"
RECORD_WHY = "結果"
RECORD_NEXT_WHAT = "何を記録するか、数字で選ぶ"
RECORD_NEXT_WHY = "結果を数字で選ぶ"
RECORDS = {
    "call": "担当課に電話", "open": "所在調査を始める", "close": "所在調査を終える", "mail": "庁内便に確認", "citizen": "お客様に説明",
    "report": "係長に報告",
}
# At 大 and 特大 they have to stand on one line.
RECORDS_SHORT = {
    "call": "課に電話", "open": "調査開始", "close": "調査終了", "mail": "庁内便", "citizen": "お客様", "report": "係長",
}
CALL_RESULTS = {
    "arrived": "到着を確認・返送を待つ", "will_check": "確認して折り返し", "not_arrived": "到着を確認できない", "found": "見つかった",
    "no_answer": "応答なし", "other": "その他",
}
CLOSE_RESULTS = {
    "found_branch": "支所で発見", "found_section": "担当課で発見", "found_elsewhere": "ほかの所で発見", "not_found": "見つからない",
    "no_need": "調査は不要", "other": "その他",
}
MAIL_RESULTS = {
    "found": "見つかった", "will_check": "確認して折り返し", "not_arrived": "見つからない", "no_answer": "応答なし", "other": "その他",
}
CITIZEN_RESULTS = {
    "telephone": "電話で説明した", "counter": "窓口で説明した", "letter": "手紙で知らせた", "no_answer": "電話に応答なし",
}
KEY_PLACE = "バックアップ先"
REPORT_RESULTS = {"in_person": "口頭で報告した", "telephone": "電話で報告した"}
WARNINGS = {
    "call": "電話の結果だけを記録します。要対応には、解決するまで残ります。",
    "mail": "確認の結果だけを記録します。要対応には、解決するまで残ります。",
    "open": "所在調査中のしるしが付き、結果を記録するまで要対応に残ります。",
    "close": "所在調査中のしるしを外します。書類の状態は変わりません。",
    "citizen": "お客様のお名前は記録しません。経過書に、説明した日時と方法が載ります。",
    "report": "経過書に、報告した日時が載ります。",
}

# F5
PRINT_TITLE = "照会票の印刷"
PRINT_NEXT = "数字で選ぶ"
PRINT_ONE = "この1件（{label}）"
PRINT_SECTION = "{section}の全件（{count}件）"

# 本日の締め
SIGN_KEYS = {
    "back": "一つ戻る", "more": "経過書", "fix": "結果を記録", "print": "締めを印刷", "on": "履歴を見る", "finish": "締めを記録",
}
SIGN_NEXT = "内容を確認し、{finish}で責任者が締めを記録"
SIGN_NEXT_AGAIN = "{at}に{by}が締めています。内容が変わったときは、{finish}でもう一度記録"
SIGN_COLUMNS = {"kind": "区分", "number": "番号", "what": "内容"}
SIGN_LIST = "本日のもの"
SIGN_LIST_NOTE = "例外・再発行・未発送・要対応の順"
SIGN_NOTHING = "未発送・要対応・再発行・例外はありません"
SIGN_APPROVE = "本日の締め"
SIGN_SENTENCE = "未発送{unsent}件、要対応{attention}件、再発行{reissued}件、例外{exceptions}件を確認しました。"
KIND_SHAPES = {"unsent": "tray", "reissued": "triangle", "exceptions": "flag", "attention": "triangle"}
SIGNED_BY = "{at} {by}が確認"
NOT_SIGNED = "本日の確認はまだです"
REPORT = "経過書（印刷見本）"
REPORT_NOTE = "{more} 選んだ1件"
REPORT_ROWS = {
    "document": "書類", "section": "担当課", "known": "いつから", "steps": "経過", "calls": "電話した先", "told": "お客様への連絡",
    "place": "最後の所在",
}
REPORT_NONE = "記録なし"
REPORT_FOOT = "氏名は載せていません（必要なときは手書き）"
REPORT_EARLIER = "ほか{count}件は印刷に載ります"
SIGN_CHECK = "責任者の確認"
PAPER = "経過書"

NOT_EXCHANGED = "課の記録が{since}から届いていないため、多めに出ています"

PLACE_ROOM = 28


def short_place(path: str) -> str:
    """The end of a long path: it says more than its beginning."""
    return path if len(path) <= PLACE_ROOM else f"…{path[1 - PLACE_ROOM:]}"
