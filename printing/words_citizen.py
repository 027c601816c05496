"""What a citizen takes home: the お客様控 in plain and in ordinary Japanese, and the 案内票.

The plain one (やさしい日本語) is the default. Each table has the keys that a language file must have, too.
"""

from __future__ import annotations

NAMES = {"easy-ja": "やさしい日本語", "ja": "日本語"}

EASY = {
    "words": {
        "take_home": "お持ち帰りください",
        "title": "預かり書",
        "reference": "お問い合わせ番号",
        "say_it": "電話で言ってください",
        "to": "送り先",
        "document": "書類",
        "left_by": "お預けになった方",
        "applicant": "申請者",
        "sheets": "枚数",
        "date": "日時",
        "arrives": "届くまで",
        "ask_arrived": "届いたかどうか",
        "ask_content": "中身・申請受理日",
        "each_numbered": "1件ずつ番号があります",
        "slips": "{slips}件",
        "count": "{sheets}枚（添付 {enclosures}点）",
        "count_without": "{sheets}枚（添付なし）",
        "sealed": "封筒のまま（封かん・枚数不明）",
        "days": "約{days}開庁日（役所が開いている日）",
        "place": "{ward} {section}",
        "floor": "{place}（{floor}階）",
        "taken": "{year}年{month}{day}日（{weekday}）{hour}時{minute}分",
    },
    "sentences": {
        "custody": (
            "支所は書類を預かり、担当課へ送ります。中身を確かめることや、申請受理日を決めることは、しません。"
        ),
        "acceptance": "申請受理日の取扱いは、担当課にお尋ねください。",
        "atm": "職員がATMの操作をお願いすることはありません。",
        "purpose": "お名前は、書類の回送と問い合わせへの対応に使用します。",
        "keep": "この紙をなくさないでください。",
        "say": "問い合わせのときは、お問い合わせ番号を言ってください。",
    },
}
ORDINARY = {
    "words": EASY["words"]
    | {
        "say_it": "電話でお伝えください",
        "to": "送付先",
        "ask_arrived": "到着の確認",
        "ask_content": "内容・申請受理日",
        "each_numbered": "1件ごとに番号があります",
        "days": "約{days}開庁日",
    },
    "sentences": EASY["sentences"]
    | {
        "custody": (
            "支所は書類をお預かりし、担当課へ回送します。"
            "記載内容の審査、不足の確認及び申請受理日の決定は行いません。"
        ),
        "keep": "この控えは、大切に保管してください。",
        "say": "お問い合わせの際は、お問い合わせ番号をお伝えください。",
    },
}
# Beside a translation that no speaker has approved yet
PROVISIONAL = "仮訳・要確認"
CUSTODY_SHORT = "支所は預かるだけで、中身は確かめていません。"
LARGE_NEEDS_A4 = "大きな文字のお客様控は、A4の普通紙に印刷してください。"
FOREIGN_NEEDS_A4 = "外国語のお客様控は、A4の普通紙またはレシート用紙に印刷してください。"

# a language file that cannot be used
UNREADABLE = "訳文のファイルを読み取れません。UTF-8のJSONで保存してください。"


def wrong(key: str) -> str:
    """What is missing or wrong in a language file."""
    return f"訳文のファイルの「{key}」がないか、使えない内容です。languages/en.jsonと同じ形にしてください。"


# 案内票
GUIDE_TITLE = "ご案内"
GUIDE_ABOUT = "ご用件"
GUIDE_REFUSED = "この書類は、支所ではお預かりできません。"
GUIDE_HANDED_BACK = "お持ちの書類は、すべてお返ししました。"
GUIDE_NO_RECEIPT = ("この紙は", "預かり書ではありません。")
GUIDE_TOO_LONG = "案内の内容が、この用紙に入りきりません。A4の普通紙またはレシート用紙を選んでください。"
STAFF = "担当"
