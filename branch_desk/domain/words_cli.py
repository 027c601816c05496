"""What only the command line says."""

from __future__ import annotations

HELP = {
    "branch-desk": "書類回送の預かり書を発行し、返送されるまでを記録します。引数なしで画面を開きます。",
    "setup": "この窓口の台帳を作ります。--training で練習用、さらに --month で1か月分の架空の記録が入ります。",
    "manual": "操作手引のPDFを作ります（--pdf）。台帳がなくても作れます。",
    "staff": "職員を登録・表示します。",
    "staff add": "職員を登録します（職員番号 氏名）。--pin でPINも登録します。",
    "staff pin": "職員のPINを登録します。",
    "staff list": "職員を一覧にします。",
    "catalogue": "書類の種類の一覧表です。",
    "catalogue list": "書類の種類を一覧にします。",
    "catalogue import": "CSVの一覧表を取り込みます。誤りがあれば何も取り込みません。",
    "catalogue export": "一覧表をCSVに書き出します。",
    "issue": "書類をお預かりし、番号を発行します。",
    "show": "1件の内容と履歴を表示します。",
    "find": "番号・種類・氏名の一部から探します。",
    "ledger": "管理簿を一覧にします。",
    "binder": "紙の回送管理簿（つづり）の目次・冊・廃棄です。",
    "binder index": "その月のつづりにあるはずの紙を、種類ごとに数えます。",
    "binder volumes": "つづりの冊と、保存期間満了日を一覧にします。",
    "binder begin": "次の冊を始めます（年度 保存年数）。",
    "binder dispose": "冊の廃棄を2人で記録します（年度 保存年数 冊の番号）。",
    "binder disposed": "廃棄した冊を一覧にします。",
    "void": "発行を取り消します。番号は二度と使いません。",
    "hand-back": "書類をご本人にお返ししたことを記録します。",
    "correct": "枚数・添付・お名前を訂正します。",
    "undo": "その番号の最後の記録を取り消します（記録は残ります）。",
    "return": "返送された原本を照合します。",
    "share": "共有フォルダーの交換の場所と、参加する窓口（区役所の管理用の端末）です。",
    "share init": "空のフォルダーに交換の場所を作ります。表示される大元の鍵は、紙で保管します。",
    "share requests": "登録の申込みを一覧にします。",
    "share approve": "電話で読み合わせた確認番号で、窓口を承認します。",
    "share retire": "使わなくなった窓口を外します。これまでの記録は有効です。",
    "share publish": "書類の一覧と案内を、すべての窓口に公開します。",
    "share bundle": "新しい窓口がすぐに追いつけるように、これまでの記録の一式を共有フォルダーに置きます。",
    "share new-key": "大元の鍵で、区役所の鍵を新しくします。",
    "enrol": "共有フォルダーへの登録を区役所に申し込みます。",
    "sync": "共有フォルダーと記録を交換します。",
    "carrier": "庁内ネットワークの届かない窓口へ、USBメモリーなどで運びます。",
    "carrier export": "まだ届いていない記録を書き出し、読み返して確認します。",
    "carrier import": "運ばれてきた記録を取り込みます。",
    "bag": "袋に入れ、別の職員が確認し、発送します。",
    "bag open": "課の袋を開きます（課の番号か名称）。",
    "bag add": "読み取った預かり書を袋に入れます。",
    "bag remove": "袋から出します。",
    "bag close": "袋を閉じます。閉じた袋には、もう入れられません。",
    "bag reopen": "早く閉じた袋を開き直します（記録は残ります）。",
    "bag check": "別の職員が、1件ずつ番号と枚数・添付を確認します。",
    "bag exception": "確認できない1件（--slip）か袋全体を、係長の承認で例外として記録します。",
    "bag dispatch": "確認の済んだ袋を発送します。",
    "bag show": "袋の中身を表示します。",
    "bag list": "発送していない袋を一覧にします。",
    "receive": "担当課で受け取ります（預かり書か袋の番号）。番号なしで、届いた袋の一覧。--bag と --missing で袋の受領を確定します。",
    "send-back": "原本の返送を記録します（預かり書か袋の番号）。番号なしで、返送する原本の一覧を表示します。",
    "documents-back": "担当課から書類そのものが支所に戻ったことを記録します。もう一度お預かりします。",
    "statistics": "年度の集計を表示します。--csv でExcel用、--pdf で1枚の表にします（書き出しは記録に残ります）。",
    "gaps": "欠番表を表示します。取消の理由と、欠番のないことを確かめます。",
    "print": "紙をプリンターかファイルに出力します。",
    "print-test": "プリンターの試し印刷をします。",
    "printers": "この窓口のプリンターと、どの紙をどこに出すかを表示します。",
    "printers add": "プリンターを登録します（--socket・--cups・--spooler・--folder のどれか一つ）。",
    "printers remove": "プリンターを削除します。",
    "printers default": "ふだん使うプリンターを選びます。",
    "printers route": "紙（original tag binder citizen）の出力先を選びます。none は複写、default は元に戻します。",
    "pending": "印刷未確認と未印刷の紙を一覧にします。",
    "answer": "紙が出たか（yes）、出ていないか（no）、もう要らないか（leave）を記録します。",
    "reserve": "予備帳の番号を確保し、手書き用の紙をPDFに出力します。",
    "guide": "お預かりできないとき、どこへ行けばよいかを、お客様の言葉から探します（guide 保育園）。",
    "guide search": "お客様の言葉から探します。",
    "guide import": "案内のファイル（JSON）を取り込みます。誤りがあれば何も取り込みません。",
    "guide export": "案内をファイル（JSON）に書き出します。",
    "attention": "要対応を古い順に一覧にします。--on でその日の終わりの時点を見ます。",
    "inquiry": "所在調査です。",
    "inquiry open": "所在調査を始めます。",
    "inquiry close": "所在調査を終え、結果を記録します。",
    "contact": "電話などで連絡した相手と結果を記録します（section internal_mail branch responsible citizen）。",
    "limits": "要対応の日数の基準と、この年度の変更を表示します。",
    "limits set": "基準を変えます（evening arrive return。責任者だけ）。",
    "closing-days": "臨時の閉庁日を一覧にします。",
    "closing-days add": "臨時の閉庁日を加えます（責任者だけ）。",
    "closing-days remove": "臨時の閉庁日から外します（責任者だけ）。",
    "sign-off": "本日の締めを表示します。--approver の責任者が確認して記録します。",
    "verify": "台帳を点検します。",
    "approve": "責任者が、この端末で続けること（machine）か端末の日付（clock）を承認します。",
    "recovery-key": "新しい復旧用の鍵を作ります（責任者）。前の鍵は使えなくなります。--check は用紙の鍵の確認、--enter は入力、--at-start は起動のたびに求める設定です。",
    "retention": "個人情報の保存期間を一覧にします。--apply で期間の過ぎたものを2人で消去します。",
    "demo": "練習用の台帳で、発行から完了までを通しで行います。",
}
GENERAL = "どの命令でも: --home フォルダー  --by 職員番号  --pin PIN  --json"
OPTIONS = {
    "--fingerprint": "電話で読み合わせた確認番号（24桁）",
    "--start": "新しい窓口のための一式（この端末にある記録のすべて）",
    "--root-code": "紙で保管している大元の鍵",
    "--desk": "窓口番号（001から999）", "--name": "窓口名（例: 大師1）", "--branch": "支所名", "--role": "窓口の役割",
    "--section": "担当課（番号か名称）", "--phone": "電話", "--training": "練習用の台帳", "--responsible": "責任者",
    "--auditor": "監査（見るだけ）", "--depositor": "預けた方のお名前", "--kana": "フリガナ",
    "--sheets": "枚数", "--applicant": "申請者（預けた方と異なるとき）", "--sealed": "封筒のまま（封かん・枚数不明）",
    "--enclosure": "添付の番号か言葉（何度でも）", "--no-enclosures": "添付なしに訂正", "--business": "事業者から",
    "--past-deadline": "提出期日を過ぎている", "--request-id": "同じ命令を繰り返しても1件だけ発行するための番号",
    "--pdf": "PDFのファイル名", "--png": "PNGのファイル名", "--reason": "理由", "--received-at": "受け取り日時",
    "--accept": "確認したうえで記録", "--differs": "相違の理由", "--names": "氏名を表示（記録に残ります）",
    "--month": "月（例 2026-11）", "setup --month": "練習用の台帳に、1か月分の架空の記録を入れる", "--second": "もう一人の職員番号", "--second-pin": "もう一人のPIN",
    "--attention": "要対応だけ", "--find": "番号・ラベル・種類・氏名の一部",
    "--state": "状態", "--type": "種類の番号", "--from": "この日から", "--to": "この日まで", "--csv": "CSVのファイル名",
    "--slip": "1件の番号", "--approver": "承認する責任者の職員番号", "--approver-pin": "承認する責任者のPIN",
    "--route": "発送の方法（internal_mail 庁内便・by_hand 職員が持参・post 郵送・other その他）",
    "--at": "日時（例: 11201430）",
    "--copy": "どの紙か", "--form": "番号札（tag）や袋札（label）など、預かり書のほかの紙", "--paper": "用紙", "--out": "出力先のフォルダー", "--count": "枚数", "--reserved": "予備帳の番号（後日入力）",
    "--taken-at": "紙に書いた預かり日時",
    "--bag": "袋の番号", "--missing": "見当たらない番号（何度でも）", "--total": "送付票の「袋の合計」",
    "--redirect": "他課の書類", "--short": "件数が合わないまま確定", "--stamp": "日付印（day 日だけ・minute 時分まで）",
    "--print": "プリンターに出力", "--printer": "プリンターの名前", "--escpos": "プリンターのデータのファイル名",
    "--language": "お客様控の言語", "--large": "大きな文字のお客様控（A4）", "--profile": "機種（普通紙は sheet）",
    "--year": "年度（西暦4桁。例: 2026）", "--scope": "範囲（desk この窓口・branch 支所・all 記録のあるすべて）",
    "--on": "この日の終わりの時点",
    "--apply": "期間の過ぎた個人情報を消去（元に戻せません）", "--reach": "消去を待っているバックアップ先をもう一度確認",
    "--gone": "もうつながらないバックアップ先の番号（廃棄・紛失を2人で記録）",
    "--check": "用紙の鍵の一部を入力して確認", "--enter": "用紙の鍵を入力して氏名を読めるようにする",
    "--at-start": "起動のたびに復旧用の鍵を求める（on）、求めない（off）",
    "--key-at-start": "個人情報の鍵をこのPCに置かず、起動のたびに復旧用の鍵を求める",
    "--result": "結果",
    "--whom": "連絡した相手",
    "--how": "連絡の方法",
    "--note": "補足（この窓口だけに残ります）",
    "--socket": "ネットワークのプリンター（場所か、場所:ポート）", "--cups": "CUPSの登録名",
    "--spooler": "Windowsの登録名", "--folder": "出力先のフォルダー",
}
ROLES = {"clerk": "担当", "responsible": "責任者", "auditor": "監査"}
KEPT_IN = {
    "asked": "個人情報の鍵は、このPCに置きません。起動のたびに復旧用の鍵を入力してください。",
    "keyring": "個人情報の鍵は、このPCの鍵保管庫に入れました。",
    "file": "個人情報の鍵は、台帳の横のフォルダー keys のファイルに入れました。このPCの利用者だけが読めます。",
}
SET_UP = "{branch} {name} の台帳を作りました。"
RECOVERY_KEY = "復旧用の鍵: {key}"
RECOVERY_KEEP = "紙に控え、鍵のかかる場所に保管してください。この画面には二度と出ません。"
RECOVERY_OLD = "前の復旧用の鍵は使えなくなりました。"
STAFF_ADDED = "職員 {code} {name} を登録しました。"
PIN_SET = "職員 {code} のPINを登録しました。"
IMPORTED = "{count}種類を取り込みました（第{version}版）。"
EXPORTED = "{count}種類を書き出しました: {file}"
WRITTEN = "{copy}を出力しました（印刷は確認していません）: {file}"
ON_PAPER = "{copy} → {printer}: {title}"
PENDING = "{job}  {label}  {copy}  {state}  {sentence}"
NOTHING_PENDING = "印刷未確認の紙はありません。"
LEFT = "一覧から外しました。"
ONE_WAY = "--socket、--cups、--spooler、--folder のどれか一つを指定してください。"
RESERVED = "{count}件の番号を確保しました: {file}"
NOTHING_FOUND = "見つかりません。番号は4桁ずつ確認してください。"
SEALED = "封筒のまま"
SHEETS = "{count}枚"
DEMO_REAL = "本物の台帳では、通しの練習はできません。"
DEMO_DONE = "{count}種類を、発行から完了まで通しました。紙は {out} にあります。"
VERIFY = "点検"
FAULTS = "{count}件の異常が見つかりました。"
FAULTS_TODO = "操作を止めて、情報担当に連絡してください。"
REFUSED = "受け付けられません"
USAGE = "使い方"
USAGE_TODO = "{command} --help で使い方を表示します。"
NOTHING_TYPED = "入力がないので、何もせずに終えました。"
OPTION_WITHOUT_VALUE = "{option} の値がありません。"
NO_SUCH_OPTION = "{option} という指定はありません。"
MISSING = "{name} が指定されていません。"
BAD_VALUE = "{name} の値が正しくありません。"
NO_SUCH_COMMAND = "そのような命令はありません。"
NO_SUCH_FORM = "{form} という紙はありません。{forms} から選んでください。"
EXTRA_ARGUMENT = "指定が多すぎます。"
FILE = "ファイル"
FILE_SENTENCE = "読み書きできません: {file}"
FILE_TODO = "フォルダーがあるか、書き込めるかを確認してください。"
UNFORESEEN = "予期しない誤り"
UNFORESEEN_SENTENCE = "操作を終えられませんでした。"
UNFORESEEN_TODO = "台帳の logs フォルダーの記録を、情報担当に渡してください。"
