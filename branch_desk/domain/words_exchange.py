"""Every Japanese word of the exchange: services, command line and the screen 同期. Never 同期済: what is said is what a
peer signed that it has, and when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

# Refused by a rule: (sentence, what to do next). services/results.refuse finds them here.
RULES: dict[str, tuple[str, str]] = {
    "not_office": ("区役所の管理用の端末だけができる操作です。", "区役所の担当者に連絡してください。"),
    "not_enrolled": ("この窓口は、まだ共有フォルダーに登録されていません。", "設定で共有フォルダーを指定し、登録を申し込んでください。"),
    "not_admitted": ("この窓口は、まだ区役所に承認されていません。", "承認されてから、もう一度操作してください。"),
    "share_exists": ("このフォルダーには、すでに別の交換用の目印があります。", "空のフォルダーを指定してください。"),
    "share_away": ("共有フォルダーに届きません。", "庁内ネットワークと場所を確認してください。窓口の業務は続けられます。"),
    "share_no_marker": ("このフォルダーに交換用の目印がありません。", "区役所から届いた場所か確認してください。"),
    "share_long": ("フォルダーの場所が長すぎます（{limit}字まで）。", "短い場所に作り直してください。"),
    "share_have": ("この端末には、すでに交換の場所があります。", "今の場所を使ってください。失われたときは、情報担当に連絡してください。"),
    "share_not_empty": ("このフォルダーには、ほかのファイルがあります。", "空のフォルダーを作り、それを指定してください。"),
    "share_replaces": ("このフォルダーでは、ファイルの上書きを防げません。", "別の共有フォルダーを使ってください。"),
    "share_spoiled": ("交換用の目印が正しくありません。", "情報担当に連絡してください。"),
    "share_practice": ("練習用と本番用の共有フォルダーは、混ぜて使えません。", "場所を確認してください。"),
    "share_other": ("この窓口は、別の共有フォルダーに登録されています。", "場所を確認してください。変えるときは区役所に連絡してください。"),
    "no_request": ("窓口 {desk} からの申込みがありません。", "窓口で登録の申込みをしてから、もう一度操作してください。"),
    "fingerprint": ("確認番号が申込みと違います。承認していません。", "窓口に電話し、6組の数字をもう一度読み合わせてください。"),
    "no_such_desk": ("窓口 {desk} は登録されていません。", "窓口番号を確認してください。"),
    "own_desk": ("この端末自身は外せません。", "別の端末の窓口番号を指定してください。"),
    "root_code": ("大元の鍵が違います。", "保管している紙の文字を、組ごとに確認してください。"),
    "root_mistyped": ("大元の鍵に入力の間違いがあります。{detail}", "用紙を見て、もう一度入力してください。"),
    "root_group": ("第{group}組が、画面に出た大元の鍵と違います。", "Escで鍵に戻り、用紙の文字と見比べてください。"),
    "office_word": ("一覧表と案内が大きすぎて、公開できません。", "案内の文を短くしてから、もう一度公開してください。"),
    "signing_key": ("この端末の署名の鍵を開けません。", "復旧用の鍵で、鍵を戻してください。"),
    "stick_unverified": ("書き出しを確認できませんでした。この媒体は使えません。", "別の媒体に書き出してください。"),
}

# What the office's own desk does where a clerk elsewhere would call it.
OFFICE_TODO = {"stranger": "{fix}で登録の申込みを確かめる。心当たりのない窓口は、支所に電話で確認", "office": "情報担当に連絡してください。"}

# What is wrong with the exchange, for a clerk: (title, what happened, what to do). Nobody's work stands still by it.
PROBLEMS = {
    "offline": ("共有フォルダーに届きません", "窓口の業務は、通常どおり続けられます。つながったときに自動で送ります。", "半日以上続くときは、情報担当に連絡してください。"),
    "marker": ("共有フォルダーの目印が正しくありません", "何も送らず、何も受け取っていません。", "情報担当に連絡してください。"),
    "another_root": ("別の共有フォルダーです", "この窓口の共有フォルダーではないため、何も送っていません。", "設定の場所を確認してください。"),
    "practice": ("練習用と本番用が混ざっています", "何も送らず、何も受け取っていません。", "設定の場所を確認してください。"),
    "fork": ("{desk}の番号で、別の端末も記録しています", "この端末からの送信と、番号の発行を止めています。",
             "情報担当に連絡し、どちらの端末を使い続けるか決めてください。"),
    "split": ("{desk}の記録が2つに分かれています", "同じ窓口の端末が2台動いている可能性があります。", "情報担当に連絡してください。"),
    "clone": ("{desk}の番号で、別の端末も記録しています", "同じ番号を2度出さないように、この端末の発行を止めました。",
              "情報担当に連絡し、どちらの端末を使い続けるか決めてください。"),
    "behind": ("{desk}の記録の一部が、この端末に戻っていません", "ほかの窓口に届いた記録のうち、この端末にも共有フォルダーにもないものがあります。",
               "同じ支所の端末で「今すぐ同期」をしてください。続くときは、情報担当に連絡してください。"),
    "unread": ("{desk}の記録を今は読めません", "ほかのプログラムがファイルを使っています。ほかの窓口の記録は届いています。",
               "続くときは、情報担当に連絡してください。"),
    "rewound": ("この端末の記録が、共有フォルダーより古くなっていました", "足りない記録を取り戻し、続きから始めました。", "端末を入れ替えた覚えがないときは、情報担当に連絡してください。"),
    "broken": ("{desk}の記録が途中で止まっています", "{desk}の記録の一部が正しく読めません。ほかの窓口の記録は届いています。", "続くときは、{desk}と情報担当に連絡してください。"),
    "update": ("このPCの更新が必要です", "{desk}の新しい形の記録を、このプログラムでは読めません。", "情報担当に更新を依頼してください。"),
    "stranger": ("承認されていない窓口 {desk} の記録があります", "{desk}の記録は受け取っていません。", "区役所の担当者に連絡してください。"),
    "bundle": ("新しい窓口のための一式に、読めないものがあります", "読めないものは使わず、共有フォルダーの記録を1つずつ受け取っています。",
               "操作は必要ありません。続くときは、情報担当に連絡してください。"),
    "office": ("区役所からの知らせが正しくありません", "前の一覧と登録のまま続けています。", "区役所の担当者に連絡してください。"),
    "full": ("共有フォルダーに空きがありません", "送る記録は、この端末に残っています。受け取りはできています。", "情報担当に連絡してください。"),
    "read_only": ("共有フォルダーに書き込めません", "送る記録は、この端末に残っています。受け取りはできています。", "情報担当に連絡してください。"),
    "held": ("共有フォルダーのファイルを、ほかのプログラムが使っています", "送る記録は、この端末に残っています。次の回に送ります。", "続くときは、情報担当に連絡してください。"),
    "key": ("この端末の署名の鍵を開けません", "何も送らず、何も受け取っていません。", "復旧用の鍵で、鍵を戻してください。"),
}
STATES = {"ok": "交換できました", "offline": "共有フォルダーに届きません", "refused": "この共有フォルダーは使えません",
          "stalled": "途中で止まっている記録があります"}

SHARE_MADE = "共有フォルダーに交換の場所を作りました。"
OFFICE_FINGERPRINT = "区役所の確認番号: {digits}"
OWN_FINGERPRINT = "この窓口の確認番号: {digits}"
ROOT_CODE = "大元の鍵（紙に印刷して金庫に保管し、端末には残しません）: {code}"
ROOT_FORM_MADE = "様式をファイルに書きました。印刷したら、ファイルを消してください: {file}"
ROOT_TYPED = "大元の鍵（用紙の7組）"
ASKED = "登録を申し込みました。区役所に電話し、2つの確認番号を読み合わせてください。"
REQUEST = "{desk} {branch} {name}  確認番号 {fingerprint}"
NO_REQUESTS = "申込みはありません。"
APPROVED = "窓口 {desk} を承認しました。"
RETIRED = "窓口 {desk} を外しました。これまでの記録は有効です。"
CATALOGUE_PUBLISHED = "書類の一覧と案内を公開しました。"
LAID_OUT = "新しい窓口のための一式を、共有フォルダーに{bundles}個置きました（束{batches}個）。"
LAID_OUT_ALREADY = "新しい窓口のための一式は、すでに揃っています。"
NEW_KEY = "新しい鍵に替えました。前の鍵の知らせは、これから受け付けません。"
ROUND = "{state}（送った束 {published}、受け取った束 {imported}、相手の受領を待つ記録 {waiting}件）"
ROUND_UNAPPROVED = "区役所の承認を待っています。この窓口の記録は、承認のあとに届きます。"
CARRIED = "記録{records}件を書き出し、{files}個のファイルを読み返して確認しました。抜いてもかまいません。"

# ---- the window


def status_line(approved: bool, at: str | None, had: str | None) -> tuple[str, str]:
    """For the status line, and shorter for 特大."""
    if not approved:
        return "区役所の承認を待っています", "承認待ち"
    if at is None:
        return "まだ交換していません", "交換前"
    return (f"最終同期 {at}（相手の受領 {had}）" if had else f"最終同期 {at}（相手の受領はまだ）"), f"最終同期 {at}"


COLUMNS = {"state": "状態", "name": "窓口", "branch": "所属", "taken": "届いた記録", "heard": "相手の受領", "waits": "受領待ち",
           "why": "理由"}
KEYS = {"find": "場所を選ぶ", "more": "記録を見る", "fix": "窓口の登録", "finish": "今すぐ同期",
        "back": "一つ戻る"}
PER_DESK = "窓口ごと"
OLDEST_FIRST = "最終受領の古い順"
WAITING = "受領待ち"
COUNT = "{count:,}件"
ROW_WORDS = ("一致", "待ち", "停止", "使用終了", "未交換")
NEXT_WAITS = "確認しています"
NEXT_JOIN = "{find}で、区役所から届いた共有フォルダーの場所を指定"
NEXT_MAKE = "{find}で、各支所と課が使う共有フォルダーの場所を指定"
NEXT_CALL = "区役所に電話し、2つの確認番号を読み合わせる"
NEXT_UNDER_WAY = "交換しています。受付などの操作は続けられます"
NEXT_NOTHING = "操作は必要ありません。2分ごとに自動で交換します"

FOLDER_HEADING = "共有フォルダーとUSBメモリー"
FOLDER_CHOICES = {"share": "共有フォルダーへの登録を申し込む", "export": "USBメモリーなどに書き出す",
                  "import": "USBメモリーなどから取り込む", "start": "新しい窓口のための一式をUSBメモリーなどに書き出す"}
FOLDER = "場所"
FOLDER_RUN = "実行"
FOLDER_BUSY = "確認しています。受付などの操作は続けられます"
FOLDER_NEXT_CHOOSE = "1から{last}で選ぶ"
FOLDER_OFFICE = {"init": "区役所として、空のフォルダーに交換の場所を作る"}
FOLDER_NEXT_TYPE = "フォルダーの場所を入力"
FOLDER_NEXT_RUN = "{fix}で実行"
ADMIT_HEADING = "登録の申込みを承認"
ADMIT_DESK = "窓口番号"
ADMIT_SPOKEN = "電話で聞いた確認番号"
ADMIT_LINE = "{desk}　{branch}　{name}"
ADMIT_MORE = "ほか{count}件"
ADMIT_SHORT = "窓口番号は3桁、確認番号は24桁です（今は{desk}桁と{spoken}桁）。電話で聞いた数字を確認してください"
ADMIT_RUN = "承認"
ADMIT_NEXT = "窓口に電話し、窓口番号と、聞き取った24桁を入力して{fix}"
RETIRE = "使用をやめる"
RETIRE_NEXT = "{{more}}をもう一度押すと、窓口 {desk} を外します。これまでの記録は有効です"
ROOT_HEADING = "大元の鍵を紙に写してください"
ROOT_WHY = "この端末が壊れたときに、区役所の新しい鍵を決めるための文字です。一度だけ表示し、この端末には残しません。"
ROOT_KEEP = "印刷するか書き写して封筒に入れ、この端末とは別の、鍵のかかる場所に保管します。"
ROOT_FORM, ROOT_DONE, ROOT_CHECK, ROOT_BACK = "様式を作る", "紙に写した", "確認する", "鍵を見る"
ROOT_NEXT_PAPER = "{print}で様式を作って印刷するか書き写し、{finish}"
ROOT_NEXT_TYPE = "紙を見て2つの組を入力し、{finish}"
ROOT_HOLDS = "大元の鍵は、この画面にしか出ません。紙に写し、2つの組を確認するまで、ほかの画面へは移れません"
ROOT_ASK_HEADING = "紙を見て入力してください"
ROOT_ASK_WHY = "正しく写したか確かめます。次の2つの組を、左上から数えて、紙から入力してください。"
ROOT_GROUP = "第{group}組"
ROOT_FORM_SHOWN = "様式を開きました。印刷して封筒に入れ、{finish}"
ROOT_FORM_IN_FOLDER = "様式を作りましたが、開けません。手で書き写して{finish}"
ROOT_FORM_NOT_MADE = "様式を作れません。手で書き写してください"
LOG_TITLE = "同期の記録"
LOG_NEXT = "情報担当に連絡するときは、この画面を読み上げる"


@dataclass(frozen=True, slots=True)
class Banner:
    """How the exchange stands, in one look."""

    shape: str
    tone: str
    headline: str
    sentence: str
    notes: tuple[str, ...] = ()


def banner(status: Any, at: str | None, had: str | None) -> Banner:
    """`at` and `had` as the screen says times."""
    last = status_line(True, at, had)[0]
    if not status.enrolled:
        return Banner("square", "grey", "共有フォルダーに登録されていません", "この窓口だけで、通常どおり使えます。ほかの窓口の記録は届きません。")
    if not status.approved:
        return Banner("clock", "blue", "区役所の承認を待っています", "この窓口の記録は、承認のあとに届きます。業務は通常どおり続けられます。",
                      (f"この窓口の確認番号　{status.fingerprint}", f"区役所の確認番号　{status.office_fingerprint}"))
    if status.problems:
        first = status.problems[0]
        notes = [f"{item.title}。{item.sentence}" for item in status.problems[1:3]]
        if status.state == "offline" and status.waiting:
            notes.append(f"受領待ちの{status.waiting:,}件は、この窓口の中に保管してあります。"
                         "要対応の未着・未返送は、担当課の記録が届くまで多めに出ます。")
        if first.word in ("broken", "update"):
            notes.append("その窓口が発行した預かり書を読み取ると「記録がありません」と出ることがあります。受け取ってかまいません。")
        return Banner("triangle", "amber", first.title, f"{first.sentence} {last}。", tuple(notes))
    if at is None:
        return Banner("clock", "blue", "はじめの交換を待っています", "操作は必要ありません。")
    if all_agree(status):
        return Banner("tick", "green", "ほかの窓口と内容が一致しています", f"{last}。")
    return Banner("clock", "blue", "相手の受領を待っています", f"{last}。")


def all_agree(status: Any) -> bool:
    """Whether every desk in use signed to know just what this desk knows."""
    active = [row for row in status.desks if row.active]
    return bool(active) and all(row.agrees for row in active) and not status.waiting


def row(row: Any, status: Any) -> tuple[str, str, str, str]:
    """A desk's word, shape, tone and reason."""
    if row.problem:
        return "停止", "triangle", "amber", "記録が途中で止まっている"
    if not row.active:
        return "使用終了", "square", "grey", ""
    if row.heard_at is None:
        return "未交換", "clock", "grey", "まだ一度も交換していない"
    if status is not None and status.state == "offline":
        return "待ち", "triangle", "amber", "共有フォルダー待ち"
    if row.agrees:
        return "一致", "tick", "green", ""
    return "待ち", "clock", "blue", "相手の次の交換待ち"


def folder_done(what: str, answer: Any) -> tuple[str, tuple[str, ...]]:
    """What came of F4 in the panel: the line 次に, and what stands in the panel."""
    if what in ("export", "start"):
        return "抜いてもかまいません", (CARRIED.format(records=answer.records, files=answer.verified),)
    if what == "import":
        problems = tuple(f"{item.title}。{item.sentence}" for item in answer.problems)
        return "取り込みました", (f"束{answer.imported}個を取り込みました。", *problems)
    return ASKED, (OWN_FINGERPRINT.format(digits=answer.fingerprint),
                   OFFICE_FINGERPRINT.format(digits=answer.office_fingerprint))


def log(status: Any, at: str | None) -> tuple[tuple[str, str], ...]:
    """Names and values of the record that F3 shows; `at` is when the last round ended."""
    state = STATES.get(status.state or "", "まだ交換していません")
    found = [("場所", status.folder), ("この窓口の確認番号", status.fingerprint), ("区役所の確認番号", status.office_fingerprint),
             ("最後の回", f"{state}　{at or ''}"), ("区役所からの知らせ", f"窓口の登録 第{status.members}版　一覧表 第{status.catalogue}版"),
             ("送信待ち", f"この端末に{status.unsent:,}件　共有フォルダーに{status.on_share:,}件")]
    found += [(item.title, f"{item.sentence}{item.todo}") for item in status.problems]
    found += [(f"停止 {where}", f"{why}　{tries}回目　{since}") for where, why, tries, since in status.stopped]
    return tuple(found)
