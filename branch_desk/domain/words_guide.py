"""Every Japanese word of 案内 and of 操作手引; services, command line and screen."""

from __future__ import annotations

from typing import Final

# Refused by a rule: (sentence, what to do next). services/results.refuse finds them here.
RULES: dict[str, tuple[str, str]] = {
    "guide_file": (
        "案内のファイルを読めません。何も取り込んでいません。",
        "UTF-8のJSONで保存してください。guide export で書き出したものが見本になります。",
    ),
    "guide_faults": (
        "案内のファイルに誤りがあります。何も取り込んでいません。",
        "次の箇所を直して、もう一度取り込んでください: {places}",
    ),
    "guide_nothing": ("見つかりません。", "別の言葉で検索するか、担当課に電話で確認します。"),
}

# ---- what the clerk says, by what was found
SAY_ONLINE: Final = "ご相談は担当課で承ります。次の方法をご案内します。"
SAY_POST: Final = "この手続は、郵送で申請できます。次の方法をご案内します。"
SAY_TEMPORARY: Final = "この手続は、担当課で承ります。次の方法をご案内します。"
SAY_SEASON: Final = "この手続は、支所の臨時窓口でも承ります。日程を確認してご案内します。"
SAY_TAKEN: Final = "この書類は、支所でお預かりできます。"
SAY_NOT_TAKEN: Final = "この書類は、支所ではお預かりできません。次の方法をご案内します。"

TAKEN: Final = "支所でお預かりできます"
NOT_TAKEN: Final = "支所ではお預かりできません"
RUNS: Final = "臨時窓口の時期です"
SOON: Final = "まもなく臨時窓口の時期です"
NO_SECTION: Final = "担当課の記載なし"

# ---- on the slip of paper (案内票): the name of each way is that of the screen
PAPER_ASK: Final = "担当は、この課の窓口でお尋ねください。"
PAPER_WARD: Final = "担当課は、区役所の窓口でお尋ねください。"
PAPER_NO_PHONE: Final = "番号（　　　　　　　　　　　　）"
PAPER_POST: Final = "郵送で申請できます。送り先と用紙は、電話でお尋ねください。"
PAPER_ONLINE: Final = "{detail}。支所のブースから、画面で担当課と話せます。{hours}"
PAPER_TEMPORARY: Final = "{detail}のうちの数日間です。日程は支所でお尋ねください。"

IMPORTED: Final = "案内を取り込みました（第{version}版、{count}件）。"
EXPORTED: Final = "案内を書き出しました（{count}件）: {file}"


def ask_there(place: str) -> str:
    """The source names no section; this one's subjects come close."""
    return f"担当は{place}に確認"


# ---- screen 案内
KEYS: Final = {"back": "一覧へ", "find": "検索", "print": "案内票印刷", "open": "開く"}
NEXT_SEARCH: Final = "お客様の言葉を入力する（例: 保育園、介護、引っ越し）"
NEXT_OPEN: Final = "↑↓で選び、{on}で案内を開く"
NEXT_TICKET: Final = "↑↓で選び、案内をお伝えして、{print}で案内票をお渡しする"
NEXT_NOTHING: Final = "見つかりません。別の言葉で検索するか、担当課に電話で確認します"
NOT_FOR_ONLINE: Final = "オンライン相談に向かないもの"
TELEPHONES: Final = "担当課に電話で確認する"
TO_RECEPTION: Final = "支所でお預かりできます。受付は {to_reception}、種類は {code}"


def found(count: int, searched: bool) -> str:
    """Above the list."""
    if not searched:
        return f"ご案内できるもの {count}件"
    return f"{count}件見つかりました" if count else "見つかりません"


# ---- キーの一覧, by screen: F2, F3, F4, F5, F12, digits. A test holds it against the keys that the screens show.
SHEET_NEXT: Final = "{back}で元の画面へ戻る。{on}で次の頁、1で操作手引"
SHEET_BY_SCREEN: Final = "画面ごとのキー"
SHEET_DIGITS: Final = "数字"
SCREEN_KEYS: Final = {
    "reception": ("種類から", "見本・言語", "直前を訂正", "再印刷・案内票", "発行", "お断り 1・2、封筒のまま 0"),
    "returns": ("番号の入力", "未返送一覧", "直前を訂正", "照会票", "照合の終了", "1 一致　2 相違あり　3 記入なし"),
    "packing": ("課を選ぶ", "袋の中身", "袋から出す", "送付票", "閉じる・発送", "1 一致　2 相違あり"),
    "receiving": ("番号の入力", "袋の一覧", "見当たらない", "返送へ", "受領を確定", "1 一致　2 相違あり　3 他課の書類"),
    "sending_back": ("番号の入力", "", "出す・訂正", "返送票", "返送を記録", ""),
    "book": ("検索", "氏名を見せる", "訂正・取消", "紙を選ぶ", "つづり・CSV", ""),
    "attention": ("課を選ぶ", "経過書", "結果の記録", "照会票", "本日の締め", ""),
    "statistics": ("年度", "欠番表", "", "表を印刷", "CSV", ""),
    "exchange": ("フォルダー", "記録", "", "", "同期", ""),
    "guide": ("検索", "", "", "案内票", "", ""),
    "settings": ("", "追加・取込", "元に戻す", "試し印刷", "保存", "1から9で区分"),
}
