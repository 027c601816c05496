"""Every Japanese word of 集計 and 欠番表; services, command line, screen and table."""

from __future__ import annotations

# Refused by a rule: (sentence, what to do next). services/results.refuse finds them here.
RULES: dict[str, tuple[str, str]] = {
    "statistics_year": ("{year}は年度ではありません。", "2026 のように、西暦の4桁で指定してください。"),
    "statistics_scope": ("集計の範囲が分かりません。", "desk・branch・all から選んでください。"),
    "statistics_empty": ("この年度の記録はありません。", "年度を確認してください。"),
}

TITLE = "集計"
EMPTY = "この年度の記録はありません"
NO_PERSONAL = "個人情報は含みません"

SCOPES = {"desk": "この窓口", "branch": "支所の全窓口", "all": "この窓口が知るすべて"}
SCOPE_SAYS = {
    "desk": "{desk}（この窓口だけ）",
    "branch": "{branch}の全窓口（{desks}）",
    "all": "この窓口に記録があるすべて（{desks}）",
}
SCOPE_SHORT = {"desk": "{desk}", "branch": "{branch}の全窓口", "all": "記録があるすべての窓口"}
MORE_DESKS = "{desks}ほか{more}窓口"
OTHERS_AS_OF = "ほかの窓口の分は、この窓口に届いている記録によります。"
ONLY_HERE = "お断り・例外・基準の変更は、この窓口の分です。"

UNTIL = "{first}〜{last}"
MONTH = "{month}月"
MONTH_OF_YEAR = "{year}{month}月"

# What is counted.
ISSUED, CLOSED, OPEN, VOIDED, HANDED_BACK = "発行", "完了", "戻り待ち", "取消", "書類の返却"
REFUSED = "お断り"
MEDIAN, NINTH = "中央値", "90%"
INQUIRIES, EXCEPTIONS = "所在調査", "確認省略"
PER_YEAR = "年換算"
CASES, DAYS = "件", "開庁日"
NONE = "–"
TURNAROUND = "中央値・90%は、預かりから完了までの開庁日"

# The review of the list (利用状況等を検証し、適宜見直し).
FEW = "▼ 除外を検討"
FEW_MARK = "▼"
FEW_TITLE = "▼ 年50件未満の書類（除外を検討） {count}種類"
FEW_NONE = "年50件未満の書類はありません"
ASKED_TITLE = "要望の多い書類（追加を検討）"
WANTED = "追加を検討"
ASKED_NONE = "お断りした書類はありません"
ASKED_ROW = "{name} {times}件"
UNKNOWN_TYPE = "一覧にない書類"
HOW = "年換算＝取消を除く{days}日間の件数×{of}÷{days}"
HOW_WHOLE = "1年間の件数（取消を除く）で判定しています"
SUM = "{times}件×{of}÷{days}日＝年{per_year}件"
SUM_WHOLE = "1年で{times}件"
NOT_JUDGED = "6月までは日数が少ないため、年50件未満を判定しません"
NOT_JUDGED_YET = "記録が3か月に満たないため、年50件未満を判定しません"
HOW_SINCE = "（{day}から）"
TOO_NEW = "始めて3か月未満のため判定しません"
ENDED = "取扱い終了"
NOT_FORWARDED_ANY_MORE = "今は回送しない種類"
SINCE = "{day}から"

REFUSED_TITLE = "お断りの理由"
REFUSED_TOTAL = "お断り {count}件"
REASON_COUNT = "{name} {times}"

CHANGES_TITLE = "要対応の基準の変更"
CHANGES_NONE = "この年度に、基準の変更はありません"
CHANGE = "{day} {what} {before} → {after}"
CHANGE_DAY = "{day} {what} {after}"
CHANGE_WHY = "責任者 {by}  理由 {reason}"

OVERRIDES_TITLE = "例外の承認"
OVERRIDES = {
    "retention": "保存期間の変更", "disposal": "廃棄の承認", "clock": "時計の確認", "moved_machine": "別のPCでの継続",
    "other": "その他",
}
EXCEPTION_REASONS = {
    "one_person_on_duty": "職員が1人", "not_in_bag": "袋に見当たらない", "miscounted": "数え違い", "other": "その他",
}
CHECKS_TITLE = "別の職員の確認を省いた件数"

# CSV: one flat table.
CSV_HEAD = ("区分", "番号", "名称", "課", "発行", "完了", "戻り待ち", "取消", "書類の返却", "中央値（開庁日）",
            "90%（開庁日）", "所在調査", "確認省略", "件数", "年換算", "判定", "計算・説明")
CSV_KINDS = {
    "about": "条件", "total": "全体", "type": "書類", "section": "課", "month": "月", "refused": "お断りの理由",
    "asked": "お断りした書類", "exception": "確認省略の理由", "override": "例外の承認", "change": "基準の変更",
}
ABOUT_YEAR, ABOUT_SCOPE, ABOUT_MADE, ABOUT_DAYS, ABOUT_REVIEW = "年度", "範囲", "作成日", "開庁日", "判定"
OPENING_DAYS = "土曜・日曜・祝日・12月29日から1月3日と、設定した閉庁日を除いて数えています"

# 欠番表
GAPS_TITLE = "欠番表"
GAPS_HEAD = ("系列", "書類", "最初", "最後", "記録", "取消", "予備", "不明", "欠番")
GAPS_SERIES = "通し番号の系列"
GAPS_VOIDS = "取消した番号"
GAPS_VOIDS_HEAD = ("番号", "書類", "取消の日時", "理由", "職員")
GAPS_OTHERS = "予備帳の未使用・記録のない番号"
GAPS_OTHERS_HEAD = ("番号", "件数", "状況")
GAPS_SERIES_NAME = {"spare": "予備帳", "bag": "{section}の袋"}
GAPS_KINDS = {"reserved": "予備帳（未使用）", "lost": "不明（記録のない番号。つづりで確認する）", "gap": "欠番",
              "settled": "発行なし（つづりで確認済み）"}
GAPS_PROVEN = "{series}系列・{numbers}件の通し番号に、欠番はありません。"
GAPS_FOUND = "{series}系列・{numbers}件の通し番号に、欠番が{gaps}件あります。台帳の点検をしてください。"
GAPS_HOW = "各系列の最後の番号と、1からその番号までの記録の件数が一致することを確かめています。"
TWO_LINES = "{first}\n〜{last}"
GAPS_NO_VOIDS = "取消した番号はありません"
GAPS_NO_OTHERS = "ありません"
GAPS_CSV_HEAD = ("区分", "系列", "書類・番号", "最初", "最後", "記録", "取消", "予備", "不明", "欠番", "日時", "理由・状況", "職員")
GAPS_CSV_KINDS = {"about": "条件", "series": "系列", "void": "取消", "other": "予備・不明", "proof": "点検"}
GAPS_DESK = "{desk}（この窓口の系列）"

# The one-page table.
SHEET_MADE = "{day} 作成"
SHEET_TURNAROUND = "預かりから完了"
SHEET_MEDIAN, SHEET_NINTH = "中央値", "中央値。9割は{days}開庁日以内"
SUM_ROW, DAY = "合計", "日"
MORE_SECTIONS = "ほか{count}（合計に含む。CSVに全部あります）"
CASES_OF = "{times}件"
SHEET_RATE, SHEET_RATE_OF, SHEET_RATE_WHOLE = "{times}件→年{per_year}件", "{times}件（{days}日）→年{per_year}件", "年{times}件"
SHEET_LIMITS = "要対応の期限  {limits}"
SHEET_LIMIT = "{name} {value}"
SHEET_MORE_CHANGES = "これより前の変更 {count}件（CSVに全部あります）"
SHEET_NUMBERS = "欠番 {gaps}  取消 {voided}（理由の記録あり）  確認を省いた件数 {exceptions}（理由の記録あり）"
SHEET_FOOT = "開庁日は、土曜・日曜・祝日・12月29日から1月3日と閉庁日の設定を除いて数えています。個人情報は含みません。"

# The screen.
NEXT = "{print}で1枚の表を印刷。{finish}でExcel用に保存"
NEXT_YEAR = "↑↓で年度、数字で範囲を選び、{on}で決める"
NEXT_YEAR_ONLY = "↑↓で年度を選び、{on}で決める"
NEXT_EMPTY = "この年度の記録はありません。{find}で年度を選ぶ"
NEXT_GAPS = "{print}で欠番表を印刷。{finish}でExcel用に保存"
NEXT_LOST = "つづりになければ{fix}。あれば受付の予備帳から入力"
SETTLE_HEADING = "つづりにない番号の確認"
SETTLE_ASKED = (
    "台帳に記録のない番号です: {span}（{count}件）。回送管理簿と控えのつづりに、この番号の預かり書が1枚もないことを確かめてから、"
    "責任者が承認します。1枚でもあったときは、先に受付の予備帳から入力してください。"
)
NEXT_WAITS = "集計しています…"
NEXT_SAVED = "{file} に保存しました"
SAVED = "{file} に保存"
NEXT_NOT_SAVED = "保存できません。空き容量を確認し、もう一度{finish}を押します"
NOBODY = "担当者が分かりません。職員証を読み取るか、{cover}で担当者を決めます"
KEYS = {
    "back": "一つ戻る", "find": "年度を選ぶ", "more": "欠番表", "statistics": "集計", "print": "表を印刷", "choose": "決める",
    "save": "CSV保存", "chart": "グラフ", "types": "書類別", "series": "系列", "ended": "取消",
    "settle": "つづりで確認",
}
HEADS = {
    "code": "番号", "type": "書類", "issued": ISSUED, "closed": CLOSED, "open": OPEN, "median": MEDIAN, "ninth": NINTH,
    "year": PER_YEAR,
}
GAPS_ENDED_HEAD = ("番号", "書類・件数", "状況・理由", "職員")
CHART = "月ごとの発行"
LEGEND_DONE, LEGEND_OPEN = "完了など", OPEN
YEARS, SCOPE = "年度", "範囲"
EARLIER_CHANGES = "（ほか{count}件）"
OTHER_REASONS = "ほか"
SAVE_NAME, GAPS_SAVE_NAME = "集計{fy}", "欠番表{fy}"

# The command line.
CLI_SAVED = "{what}を保存しました: {file}"
CLI_TOTAL = "発行 {issued}  完了 {closed}  戻り待ち {open}  取消 {voided}  書類の返却 {handed_back}  お断り {refused}"
CLI_TURNAROUND = "預かりから完了まで 中央値 {median}開庁日、90% {ninth}開庁日"
CLI_TYPE = "{code}  {issued:>6}件  {name}  {verdict}"
CLI_SERIES = "{series}  1–{last}  記録 {records}  取消 {voided}  予備 {reserved}  不明 {lost}  欠番 {gaps}  {name}"
CLI_VOID = "{label}  {at}  {reason}  {by}"
