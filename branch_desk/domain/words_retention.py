"""Words of keeping and erasing personal data, of the recovery key typed back, and of rights of folders."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

RULES: Final = {
    "retention_none": ("消去の時期が来た個人情報はありません。", "保存期間満了日は retention で確認できます。"),
    "retention_future": ("先の日付では消去できません。", "本日までの日付を指定してください。"),
    "retention_clock": ("端末の日付に疑いがあるため、消去しません。", "端末の日付を確認し、責任者が承認してから行ってください。"),
    "retention_two": ("消去には、もう1人の職員の確認が要ります。", "--second にもう1人の職員番号を、--second-pin にPINを指定してください。"),
    "no_such_class": ("{name}の個人情報はありません。", "年度と保存年数を確認してください。"),
    "class_open": ("{name}には、完了していない預かり書が{count}件あります。消去しません。", "すべて完了してから行ってください。"),
    "class_kept": ("{name}の保存期間満了日は{until}です。消去しません。", "{may_go}から消去できます。"),
    "no_such_place": ("消去を待っているバックアップ先に、その番号のものはありません。", "retention で一覧を確認してください。"),
    "recovery_whole": ("この端末では、鍵の一部だけでの確認ができません。", "復旧用の鍵の全部（7組）を入力してください。"),
    "recovery_wrong": ("用紙の鍵と一致しません。", "用紙を見て、もう一度入力してください。一致しないときは、新しい復旧用の鍵を作ってください。"),
    "recovery_unchecked": ("復旧用の鍵がまだ確認されていません。", "先に recovery-key --check で用紙の鍵を確認してください。"),
    "recovery_key_needed": ("復旧用の鍵が入力されていません。", "用紙の鍵を入力してください。"),
    "recovery_mistyped": ("復旧用の鍵に入力の間違いがあります。{detail}", "用紙を見て、もう一度入力してください。"),
    "key_not_here": ("この端末に個人情報の鍵がありません。", "recovery-key --enter で復旧用の鍵を入力してから行ってください。"),
}

# Said at start.
FINDINGS: Final = {
    "finished": "個人情報の消去が途中で止まっていたため、続きを行いました。消去は終わっています。",
    "known_again": "すでに消去した個人情報の鍵が、以前の記録に残っていました（{classes}区分）。改めて消去し、記録しました。",
    "open_to_others": "台帳のフォルダーを、このPCのほかの利用者も開ける状態です（{places}）。"
    "情報担当に、フォルダーの権限の設定を依頼してください。",
}

CHECKED: Final = "用紙の復旧用の鍵は正しいものです。確認した日時と職員番号を記録しました。"
ENTERED: Final = {
    "keyring": "復旧用の鍵で、氏名などを読めるようになりました。鍵はこのPCの鍵保管庫に入れました。",
    "file": "復旧用の鍵で、氏名などを読めるようになりました。鍵は台帳の横のフォルダーkeysのファイルに入れました。",
    "asked": "復旧用の鍵で、氏名などを読めるようになりました。鍵はこのPCに残しません。",
}
KEPT: Final = {
    "keyring": "起動のときに復旧用の鍵を求めません。鍵はこのPCの鍵保管庫に入れました。",
    "file": "起動のときに復旧用の鍵を求めません。鍵は台帳の横のフォルダーkeysのファイルに入れました。",
    "asked": "次の起動から、復旧用の鍵を求めます。鍵はこのPCに残していません。",
}

# `verify`
PROVEN: Final = {
    "key_asked": "個人情報の鍵: この端末には置いていません（起動のたびに復旧用の鍵を入力。復旧用の鍵あり）",
    "rights": "フォルダーの権限: ほかの利用者は開けません",
    "places": "鍵の複製: {places}か所、消去の待ちなし",
}
FLAWS: Final = {
    "rights": "フォルダーを、このPCのほかの利用者も開けます: {place}",
    "personal_key": "個人情報の鍵のファイルがありません（消去の記録もありません）: {key}",
    "personal_kept": "消去した個人情報が台帳に残っています: {number}",
    "recovery_spoiled": "復旧用の鍵で開くファイル（master.json）が書き換わっています",
    "key_list": "消去した鍵の一覧（destroyed.json）を読めません",
    "key_places": "鍵の複製がある場所の一覧（places.json）を読めません",
    "key_waits": "消去した鍵が残っている可能性のあるバックアップ先があります: {place}",
}

PLACE_ROOM: Final = 24
WAITING: Final = "バックアップ先 {place}（最後に確認 {seen}）に、消去した個人情報の鍵が残っている可能性があります。"
WAITING_TODO: Final = "その場所（USBメモリーなど）をつないでください。つながると自動で消去します。廃棄・紛失したときは、2人で記録してください。"
GIVEN_UP: Final = "{place}は今後つながらないものとして記録しました。"


# The command line.
ONE_OF: Final = "{options} は、どれか一つを指定してください。"
GROUP: Final = "用紙の{group}番目の組（5文字）"
WHOLE: Final = "復旧用の鍵（7組）"
LINE: Final = "{name}  {slips:,}件  保存期間満了日 {until}  {state}"
NOTHING: Final = "個人情報の記録はありません。"
WAITING_LINE: Final = "! 消去待ちのバックアップ先 {number}: {path}（{classes}）"


def state(due: bool, open_: int, inquiries: int) -> str:
    """Whether a class may go."""
    if open_:
        return f"未完了 {open_}件"
    if inquiries:
        return f"所在調査中 {inquiries}件"
    return "消去できます" if due else "保存中"


def class_name(year: str, retention: int) -> str:
    """令和8年度 保存5年."""
    return f"{year} 保存{retention}年"


def erased(names: Sequence[str], slips: int, places: int, waiting: int) -> str:
    """What was erased, and where not yet."""
    said = f"{'、'.join(names)}の個人情報（{slips:,}件）を、この端末を含む{places}か所で消去しました。"
    return said + (f"まだつながっていないバックアップ先が{waiting}か所あります。" if waiting else "")


def reached(done: int, waiting: int) -> str:
    """What came of looking for the places again."""
    said = f"{done}か所で消去しました。" if done else "新しくつながった場所はありません。"
    return said + (f"残りは{waiting}か所です。" if waiting else "消去を待っている場所はありません。")
