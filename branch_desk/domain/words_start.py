"""What the window says before its first screen."""

from __future__ import annotations

PROGRAM = "書類回送"
NO_DISPLAY = "画面がありません: 画面のあるPCで開くか、branch-desk demo で試してください。"
SAFE = "同じ番号が、もう一度使われることはありません。"
AGAIN = "もう一度開く"
LEAVE = "終了"
RECOVERY_TITLE = "復旧用の鍵を紙に残してください"
RECOVERY_WHY = "PCが壊れたとき、氏名などの個人情報を読み戻すための鍵です。この画面には二度と出ません。"
RECOVERY_KEEP = "書き写すか印刷し、係長が鍵のかかる場所に保管します。"
RECOVERY_FORM = "用紙を作る"
RECOVERY_DONE = "書き写したので次へ"
RECOVERY_MADE = "用紙を開きました。印刷したら{finish}で次へ進みます（用紙のファイルは消えます）。"
RECOVERY_IN_FOLDER = "用紙を台帳のフォルダーpaperに作りました。印刷したら{finish}で次へ進みます（用紙のファイルは消えます）。"
RECOVERY_ASK_TITLE = "用紙の鍵を確認します"
RECOVERY_ASK_WHY = "用紙を見て、次の組の5文字を入力してください。確認した日時と職員番号を記録します。"
RECOVERY_GROUP = "{group}番目の組"
RECOVERY_ASK_HOW = "大文字でも小文字でも、全角でもかまいません。0・1・I・L・Oは使っていません。"
RECOVERY_CHECK = "確認して始める"
RECOVERY_AGAIN = "鍵をもう一度表示"
KEY_TITLE = "復旧用の鍵を入力してください"
KEY_WHY = "このPCには個人情報の鍵を置かない設定です。係長が保管している用紙の鍵を入力すると、氏名などを読み書きできます。"
KEY_HOW = "7組を続けて入力します。間のハイフンや空白はあってもなくてもかまいません。入力した鍵はこのPCに残りません。"
KEY_DONE = "入力したので始める"
KEY_WITHOUT = "鍵なしで始める（氏名は扱えない）"
RECOVERY_NOT_MADE = "用紙を作れませんでした。書き写してください。"
KEPT_IN = {
    "asked": "ふだんの鍵は、このPCに置きません。起動のたびに復旧用の鍵を入力します。",
    "keyring": "ふだんの鍵は、このPCの鍵保管庫に入れました。",
    "file": "ふだんの鍵は、台帳の横のフォルダーkeysのファイルに入れました。このPCの利用者だけが読めます。",
}
UNFORESEEN = "予期しない誤り"
UNFORESEEN_SENTENCE = "台帳を開けませんでした。"
UNFORESEEN_TODO = "もう一度開き、続くときは台帳のフォルダーlogsの記録を情報担当に渡してください。"
FINDINGS_TITLE = "始める前に"
FINDINGS_DONE = "読んだので始める"
APPROVE_TITLES = {
    "machine": "この端末で続けることの承認（元の端末ではもう使わないことを確認してから）",
    "clock": "端末の日付が正しいことの承認（違うときは終了し、日付を直して開き直す）",
}
APPROVER = "責任者の職員番号"
PIN = "PIN"
APPROVE = "承認"
APPROVE_BADGE = "名札を読み取ると、職員番号が入ります。"
APPROVE_MISSING = "責任者の職員番号とPINを入力してから承認してください。"
APPROVE_MISSING_NUMBER = "責任者の職員番号を入力してから承認してください。"
APPROVE_NOBODY = "責任者が登録されていません。先に「承認せずに始める」で始め、設定で責任者を登録してから、開き直して承認してください。"
START_WITHOUT = "承認せずに始める"
