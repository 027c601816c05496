"""The papers around the slips, as the office fills them. People, numbers and telephones are invented."""

from __future__ import annotations

from dataclasses import replace

from printing import (
    Badge,
    BadgeSheet,
    BagLabel,
    BinderCover,
    BinderIndex,
    Call,
    Guide,
    History,
    IndexNote,
    IndexRow,
    Inquiry,
    Manifest,
    ManifestRow,
    Reissue,
    ReturnList,
    ReturnRow,
    Sample,
    SampleRow,
    SignOff,
    SignOffRow,
    SpareBook,
    SpareSlip,
    Step,
    Told,
    Trace,
    Way,
)

BAG_DIGITS, PRACTICE_BAG_DIGITS = "2101265000001274", "7101265000001243"
BAG_LABEL = "令8-大師1-500-00012"
LOOKING, PRACTICE_LOOKING = "4101265010004212", "5101265010004285"
AGAIN = Reissue(2, "8.11.24 15:52", "紙づまり")
LONG_TYPE = "証明願（川崎市認可保育園に入所していないことの証明）"
VERY_LONG_TYPE = (
    "児童扶養手当・特別児童扶養手当・障害児福祉手当・特別障害者手当の変更届"
    "（住所・受給者氏名・金融機関・支給要件児童の監護状況の変更を届け出るとき）"
)

BAG = BagLabel(
    digits=BAG_DIGITS,
    label=BAG_LABEL,
    section="高齢・障害課",
    floor="3階",
    ward="川崎区役所",
    branch="大師支所",
    branch_phone="044-000-0000",
    slips=31,
    sheets=136,
    sent_on="令和8年11月24日（火）",
)
BAGS = {
    "plain": BAG,
    "practice": replace(BAG, digits=PRACTICE_BAG_DIGITS, practice=True),
    "again": replace(BAG, reissue=AGAIN),
    "practice again": replace(BAG, digits=PRACTICE_BAG_DIGITS, practice=True, reissue=AGAIN),
    "envelopes": replace(BAG, sealed=3, sent_on=None),
    "only envelopes": replace(BAG, slips=2, sheets=0, sealed=2),
    "empty": replace(BAG, slips=0, sheets=0),
    "bare": BagLabel(BAG_DIGITS, "令8-田島1-100-00001", "保険年金課", "田島支所", 1, 1),
    "wide": replace(
        BAG,
        label="令8-川崎市役所1-500-00012",
        section="高齢・障害・児童・家庭・国民健康保険担当課",
        branch="川崎市役所大師支所区民センター",
        slips=999,
        sheets=12345,
        sealed=88,
    ),
}


def rows(n: int, **changes) -> tuple[ManifestRow, ...]:
    """So many slips of a bag."""
    return tuple(
        replace(
            ManifestRow(
                f"令8-大師1-{502 if i > 26 else 501}-{i + 42:05d}",
                "療育手帳交付申請書" if i > 26 else "介護保険要介護・要支援認定申請",
                (7, 3, 4, 4, 6, 3, 5, 4, 4, 3)[i % 10],
                (3, 1, 1, 2, 3, 0, 2, 1, 1, 0)[i % 10],
            ),
            **changes,
        )
        for i in range(n)
    )


MANIFEST = Manifest(
    digits=BAG_DIGITS,
    label=BAG_LABEL,
    section="高齢・障害課",
    floor="3階",
    ward="川崎区役所",
    branch="大師支所",
    branch_phone="044-000-0000",
    rows=rows(31),
    sent="令和8年11月24日（火）15時30分",
    check_value="1284-967-0332-9354-5280-9512-2743",
)
SEALED_ROW = ManifestRow("令8-大師1-502-00099", "療育手帳交付申請書", None, 0, "後日入力")
LONG_ROW = ManifestRow("令8-大師2-402-00317", LONG_TYPE, 38, 12)
VERY_LONG_ROW = ManifestRow("令8-川崎市役所1-403-00318", VERY_LONG_TYPE, 123, 12, "後日入力・他課から")
MANIFESTS = {
    "two sheets": MANIFEST,
    "practice": replace(MANIFEST, digits=PRACTICE_BAG_DIGITS, practice=True),
    "again": replace(MANIFEST, reissue=AGAIN),
    "none": replace(MANIFEST, rows=()),
    "one": replace(MANIFEST, rows=rows(1), sent=None),
    "full": replace(MANIFEST, rows=rows(25)),
    "one more": replace(MANIFEST, rows=rows(26)),
    "many": replace(MANIFEST, rows=rows(60)),
    "mixed": replace(MANIFEST, rows=(*rows(9), SEALED_ROW, LONG_ROW, VERY_LONG_ROW, SEALED_ROW, *rows(14))),
    "long all": replace(MANIFEST, rows=(VERY_LONG_ROW,) * 30),
    "envelopes": replace(MANIFEST, rows=(SEALED_ROW,) * 3),
    "bare": Manifest(BAG_DIGITS, "令8-田島1-100-00001", "保険年金課", "田島支所", rows(2)),
    "wide": replace(
        MANIFEST,
        label="令8-川崎市役所1-500-00012",
        section="高齢・障害・児童・家庭・国民健康保険担当課",
        branch="川崎市役所大師支所区民センター",
        branch_phone="0120-000-0000（代表）",
        rows=(replace(VERY_LONG_ROW, sheets=9999), *rows(40), SEALED_ROW),
        reissue=Reissue(12, "8.11.24 15:52", "紙づまりのあと印字がかすれて読めない"),
    ),
}

RETURN = ReturnList(
    section="高齢・障害課",
    floor="3階",
    ward="川崎区役所",
    branch="大師支所",
    section_phone="044-000-0003",
    branch_phone="044-000-0000",
    rows=tuple(
        ReturnRow(r.label, r.type_name, r.sheets, f"11月{24 + i // 8}日 {9 + i % 6}時{20 + i}分")
        for i, r in enumerate(rows(12))
    ),
    sent="令和8年11月26日（木）15時10分",
)
RETURNS = {
    "plain": RETURN,
    "by hand": replace(RETURN, rows=None, sent=None),
    "by hand for any section": ReturnList("", "大師支所", None),
    "practice": replace(RETURN, practice=True),
    "none": replace(RETURN, rows=()),
    "full": replace(RETURN, rows=(RETURN.rows * 3)[:25]),
    "many": replace(RETURN, rows=RETURN.rows * 5),
    "mixed": replace(
        RETURN,
        rows=(
            ReturnRow("令8-大師2-402-00317", LONG_TYPE, 38, None, "他課"),
            ReturnRow("令8-川崎市役所1-403-00318", VERY_LONG_TYPE, None, "11月24日 14時05分"),
            *RETURN.rows,
        ),
    ),
    "wide": replace(
        RETURN,
        section="高齢・障害・児童・家庭・国民健康保険担当課",
        branch="川崎市役所大師支所区民センター",
        branch_phone="0120-000-0000（代表）",
    ),
}

TRACES = (
    Trace("11月24日 14時02分", "袋に入れた", "袋 令8-大師1-500-00012　見本"),
    Trace("11月24日 15時05分", "別の職員が確認した", "試験"),
    Trace("11月24日 15時30分", "庁内便で発送した", "最後の記録（発送から2開庁日）"),
)
INQUIRY = Inquiry(
    digits=LOOKING,
    label="令8-大師1-501-00042",
    section="高齢・障害課",
    floor="3階",
    type_name="介護保険要介護・要支援認定申請",
    sheets=7,
    enclosures=("介護保険被保険者証", "主治医の氏名の控え", "委任状"),
    branch="大師支所",
    branch_phone="044-000-0000",
    taken="令和8年11月24日（火）10時45分",
    staff="見本",
    asked="令和8年11月26日（木）",
    answer_by="令和8年11月27日（金）",
    traces=TRACES,
)
MANY_ENCLOSURES = (
    "証明願",
    "就労証明書（父）",
    "就労証明書（母）",
    "住民票の写し",
    "在留カードの写し（両面）",
    "母子健康手帳の写し",
    "委任状",
    "代理の方の本人確認書類の写し",
    "勤務先の休業証明",
    "保育所等利用調整結果通知書の写し",
    "返信用封筒（切手つき）",
    "その他のメモ",
)
INQUIRIES = {
    "plain": INQUIRY,
    "practice": replace(INQUIRY, digits=PRACTICE_LOOKING, practice=True),
    "no trace": replace(INQUIRY, traces=(), enclosures=(), floor=None, branch_phone=None),
    "sealed": replace(INQUIRY, sheets=None, enclosures=()),
    "long": replace(
        INQUIRY,
        label="令8-川崎市役所1-403-00318",
        type_name=VERY_LONG_TYPE,
        section="高齢・障害・児童・家庭・国民健康保険担当課",
        branch="川崎市役所大師支所区民センター",
        enclosures=MANY_ENCLOSURES,
        traces=TRACES * 4,
    ),
}

COVER = BinderCover(
    ward="川崎区役所",
    branch="大師支所",
    desk="大師1",
    year="令和8年度",
    volume=3,
    period="令和8年11月1日から 11月30日まで",
    types="11種類（101 から 602）",
    slips="412件（欠番 0、取消 3、書類の返却 2）",
    retention="5年",
    basis="文書の保存の定めによる",
    kept_until="令和14年3月31日",
    may_go="令和14年4月1日",
    spine="11月",
)
COVERS = {
    "plain": COVER,
    "practice": replace(COVER, practice=True),
    "wide": replace(
        COVER,
        ward=None,
        branch="川崎市役所大師支所区民センター",
        desk="川崎市役所1",
        year="令和18年度",
        volume=112,
        period="令和18年11月1日から 令和19年3月31日まで",
        slips="10412件（欠番 10、取消 311、書類の返却 222、後日入力 77）",
        spine="11月〜3月",
    ),
}

INDEX = BinderIndex(
    month="令和8年11月",
    branch="大師支所",
    desk="大師1",
    made="令和8年12月1日（火）9時00分",
    staff="見本",
    rows=(
        IndexRow("保険年金課", "101 国民健康保険高額療養費支給申請", "00012〜00053", 42, 40, 2, 0, 0),
        IndexRow(
            "高齢・障害課", "501 介護保険要介護・要支援認定申請", "00031〜00042、00045", 13, 10, 1, 1, 1
        ),
    ),
    notes=(
        IndexNote("令8-大師1-101-00052", "発送済", "庁内便 → 保険年金課"),
        IndexNote("令8-大師1-501-00033", "取消", "11月18日（水） 紙の汚れ・破れ"),
    ),
    ward="川崎区役所",
)
INDEXES = {
    "plain": INDEX,
    "complete": replace(INDEX, notes=()),
    "practice": replace(INDEX, practice=True),
    "long": replace(
        INDEX,
        month="令和18年11月",
        desk="川崎市役所1",
        branch="川崎市役所大師支所区民センター",
        rows=tuple(
            IndexRow(
                "高齢・障害・児童・家庭・国民健康保険担当課",
                f"{code} {VERY_LONG_TYPE}",
                "、".join(f"{n:05d}〜{n + 8:05d}" for n in range(12, 120, 12)) + "、予備帳 00003",
                12345,
                12040,
                305,
                10,
                12,
            )
            for code in range(501, 520)
        ),
        notes=tuple(
            IndexNote(
                f"令18-川崎市役所1-501-{n:05d}",
                "書類の返却",
                "所在調査中　庁内便 → 高齢・障害・児童・家庭・国民健康保険担当課",
            )
            for n in range(12, 80)
        ),
    ),
}

STEPS = (
    Step("11月24日 10時45分", "大師支所", "見本", "預かり、番号を発行", "大師1 記録4102"),
    Step("11月24日 10時46分", "大師支所", "見本", "原本・番号札・お客様控を印刷", "印刷完了を確認"),
    Step("11月24日 14時02分", "大師支所", "見本", "袋入れ", "袋 令8-大師1-500-00012"),
    Step("11月24日 15時05分", "大師支所", "試験", "別の職員が確認（7枚・添付3点 一致）", "大師1 記録4131"),
    Step("11月24日 15時30分", "大師支所", "試験", "庁内便で発送（31件 136枚）", "大師1 記録4135"),
    Step("11月25日 9時20分", "高齢・障害課", "仮名", "袋を受領（件数の記入なし）", "担当課の記録"),
    Step("11月26日 8時45分", "大師支所", "見本", "未着の一覧に載る", "所在調査を開始", True),
)
CALLS = (
    Call("11月26日 9時05分", "高齢・障害課 仮名", "電話", "見本", "課内を確認。到着を確認できない"),
    Call("11月26日 9時20分", "大師支所 係長 例示", "口頭", "見本", "係長に報告"),
    Call("11月26日 9時40分", "庁内便の担当", "電話", "例示", "車内・仕分け棚を確認中"),
)
HISTORY = History(
    digits=LOOKING,
    label="令8-大師1-501-00042",
    section="高齢・障害課",
    floor="3階",
    section_phone="044-000-0003",
    type_name="介護保険要介護・要支援認定申請",
    sheets=7,
    enclosures=INQUIRY.enclosures,
    branch="大師支所",
    branch_phone="044-000-0000",
    made="令和8年11月27日（金）11時20分",
    staff="見本",
    known_at="令和8年11月26日（木）8時45分",
    known_by="未着の一覧（発送から2開庁日）で判明",
    last_place="庁内便（発送 試験）",
    last_since="令和8年11月24日（火）15時30分から",
    state="発送済・所在調査中。最終同期 11時18分（相手の受領 11時16分）",
    steps=STEPS,
    calls=CALLS,
    told=Told("11月26日 13時30分", "電話　例示（係長）", "11月27日 17時まで"),
    check_value="1000284-3000967-0332-9354-5280-9512-2743",
)
HISTORIES = {
    "plain": HISTORY,
    "practice": replace(HISTORY, digits=PRACTICE_LOOKING, practice=True),
    "nothing yet": replace(HISTORY, steps=(), calls=(), told=Told(), check_value=None, enclosures=()),
    "long": replace(
        HISTORY,
        label="令8-川崎市役所1-403-00318",
        type_name=VERY_LONG_TYPE,
        section="高齢・障害・児童・家庭・国民健康保険担当課",
        branch="川崎市役所大師支所区民センター",
        enclosures=MANY_ENCLOSURES,
        steps=STEPS * 12,
        calls=CALLS * 6,
        told=Told(
            "11月26日 13時30分",
            "電話　例示（係長）、その後に面談　見本",
            "11月27日 17時まで",
            "書類の所在が確認できないこと、探していること、見つからないときの再申請の手続きを伝えた。" * 2,
        ),
    ),
    "practice long": replace(
        HISTORY, digits=PRACTICE_LOOKING, practice=True, steps=STEPS * 8, calls=CALLS * 2
    ),
}

SIGN_OFF = SignOff(
    "大師支所（大師1・大師2）",
    "令和8年11月24日（火）17時10分",
    attention=(
        SignOffRow("令8-大師1-501-00027", "未着（発送から2開庁日）", "高齢・障害課", "電話"),
        SignOffRow("令8-大師1-101-00198", "未返送（受領から5開庁日）", "保険年金課", "照会票"),
        SignOffRow("令8-大師2-402-00309", "受け取り日時未記入", "児童家庭課", "電話"),
    ),
    reissued=(SignOffRow("令8-大師1-501-00042", "紙づまり", "廃棄を確認", "見本"),),
    exceptions=(SignOffRow("袋 令8-大師1-300-00007", "別の職員の確認を省いた", "窓口1人勤務", "例示"),),
    check_value="1000284-3000967-0332-9354-5280-9512-2743",
)
SAMPLE_ROWS = (
    SampleRow("令8-大師1-501-00027", "1101 2650 1000 2711", "発送済", "令和8年11月20日（金）10時12分 記録 101-104（4件の記録）",
              "令和8年度 保存3年 第2冊のつづり、令和8年11月20日（金）の分", "高齢・障害課へ発送した袋 令8-大師1-500-00031"),
    SampleRow("令8-大師1-102-00198", "1101 2610 2019 8852", "完了", "令和8年6月1日（月）9時03分 記録 101-18（6件の記録）",
              "令和8年度 保存1年 第1冊のつづり、令和8年6月1日（月）の分", "返送済み。令和8年度 保存1年 第1冊のつづり、令和8年6月1日（月）の分"),
    SampleRow("令8-大師1-000-00004", "1101 2600 0000 0431", "予備", "－ 記録 －（0件の記録）", "なし（予備帳。まだ使っていない）", "予備帳の用紙"),
)
SAMPLE = Sample("大師支所（大師1）", "令和8年11月24日（火）17時10分", "05841982-1428", SAMPLE_ROWS, "28-15-6741-4196-7513-4292-9129")
SAMPLES = {
    "plain": SAMPLE,
    "usual": replace(SAMPLE, rows=SAMPLE_ROWS * 5),
    "long": replace(
        SAMPLE,
        place="川崎市役所大師支所区民センター（川崎市役所1）",
        rows=(replace(SAMPLE_ROWS[0], label="令8-川崎市役所1-501-00027", state="書類の返却",
                      original="回収して取消の控えとともに（理由: 書類の種類を間違えたため、正しい種類で発行し直した）"),) * 12,
        practice=True,
    ),
}
SIGN_OFFS = {
    "plain": SIGN_OFF,
    "nothing": SignOff("大師支所", "令和8年11月24日（火）17時10分"),
    "practice": replace(SIGN_OFF, practice=True),
    "many": replace(
        SIGN_OFF,
        unsent=SIGN_OFF.attention * 6,
        attention=SIGN_OFF.attention * 14,
        exceptions=(
            SignOffRow(
                "袋 令8-川崎市役所1-300-00007",
                "別の職員の確認を省いた。袋の数が合わず、数え直した",
                "窓口1人勤務、庁内便の出発まで時間がなかったため",
                "例示",
            ),
        )
        * 3,
    ),
}

BADGES = (
    ("12", "3101000000001218", "見本", "みほん"),
    ("13", "3101000000001315", "見本", "みほん"),
    ("14", "3101000000001412", "試験", "しけん"),
    ("15", "3101000000001509", "仮名", "かめい"),
    ("16", "3101000000001606", "例示", "れいじ"),
    ("17", "3101000000001703", "雛形", "ひながた"),
    ("18", "3101000000001897", "長曽我部", "ちょうそかべ"),
    ("99", "3101000000009948", "予備", "貸し出し用"),
)
BADGE_SHEET = BadgeSheet(
    tuple(Badge(digits, surname, code, kana) for code, digits, surname, kana in BADGES),
    "大師支所",
    "044-000-0000",
)
BADGE_SHEETS = {
    "eight": BADGE_SHEET,
    "nine": replace(BADGE_SHEET, badges=BADGE_SHEET.badges + BADGE_SHEET.badges[:1]),
    "practice": replace(
        BADGE_SHEET,
        practice=True,
        badges=(Badge("6101000000001291", "見本", "12", "みほん"),),
    ),
    "wide": BadgeSheet(
        (
            Badge(
                "3101000000001218",
                "アレクサンドリーナ・フェルナンダ",
                "99999",
                "あれくさんどりーな",
                "責任者",
            ),
        ),
        "川崎市役所大師支所区民センター",
    ),
}

SECTIONS = (
    ("保険年金課", "044-000-0001"),
    ("地域ケア推進課", "044-000-0002"),
    ("地域支援課", "044-000-0004"),
    ("児童家庭課", "044-000-0005"),
    ("高齢・障害課", "044-000-0003"),
    ("保護課", "044-000-0006"),
)
SPARE = SpareBook(
    (SpareSlip("1101260000009152", "4101260000009114", "令8-大師1-000-00091"),),
    "大師支所",
    SECTIONS,
    branch_phone="044-000-0000",
    branch_hours="平日8時30分〜17時",
    arrival_days=2,
)
SPARES = {
    "one": SPARE,
    "practice": replace(
        SPARE, slips=(SpareSlip("8101260000009128", "5101260000009187", SPARE.slips[0].label),), practice=True
    ),
    "three": replace(SPARE, slips=SPARE.slips * 3),
    "bare": SpareBook(SPARE.slips, "田島支所", (("保護課", None),)),
    "wide": replace(
        SPARE,
        slips=(replace(SPARE.slips[0], label="令8-川崎市役所1-000-00091"),),
        branch="川崎市役所大師支所区民センター",
        sections=(
            *SECTIONS,
            ("高齢・障害・児童・家庭課", "044-000-0007"),
            ("国民健康保険課", None),
            ("介護課", None),
        ),
    ),
}

WAYS = (
    Way("区役所の担当課窓口", "高齢・障害課 3階", "平日 8時30分〜17時"),
    Way("電話", "044-000-0003", "高齢・障害課"),
    Way("郵送", "", "郵送で申し込めます。送り先と用紙は、電話で聞いてください。"),
    Way(
        "オンライン相談", "", "高齢者の福祉の相談。支所の画面で担当課と話します。時間は窓口で聞いてください。"
    ),
    Way(
        "予約の対面相談", "", "急ぎや個別の事情のとき。電話かオンライン相談のあと、日を決めて支所で会います。"
    ),
)
GUIDE = Guide(
    about="高齢者在宅サービス（紙おむつ）利用申出",
    ways=WAYS,
    branch="大師支所",
    branch_phone="044-000-0000",
    at="令和8年11月24日（火）10時52分",
    staff="見本",
)
GUIDES = {
    "plain": GUIDE,
    "practice": replace(GUIDE, practice=True),
    "one way": replace(GUIDE, ways=WAYS[1:2], branch_phone=None),
    "temporary counter": replace(
        GUIDE,
        about="介護保険負担限度額認定申請",
        ways=(*WAYS, Way("臨時窓口", "大師支所 2階", "6月24日から7月5日まで。申請に来られます。")),
    ),
    "wide": replace(
        GUIDE,
        about=VERY_LONG_TYPE,
        branch="川崎市役所大師支所区民センター",
        ways=(Way("区役所の担当課窓口", "高齢・障害・児童・家庭・国民健康保険担当課 10階"),),
    ),
}

BY_PAPER = (
    (BAGS, ("80mm", "58mm", "80mm-180dpi", "A4")),
    (GUIDES, ("80mm", "58mm", "80mm-180dpi", "A5", "A4")),
    (MANIFESTS, ("A4",)),
    (RETURNS, ("A4",)),
    (INQUIRIES, ("A4",)),
    (COVERS, ("A4",)),
    (INDEXES, ("A4",)),
    (HISTORIES, ("A4",)),
    (SIGN_OFFS, ("A4",)),
    (SAMPLES, ("A4",)),
    (BADGE_SHEETS, ("A4",)),
    (SPARES, ("A4",)),
)


def every_form() -> list[tuple[str, object, str]]:
    """(name, form, paper) of all of them."""
    return [
        (name, form, paper) for forms, papers in BY_PAPER for name, form in forms.items() for paper in papers
    ]


def title(case: tuple[str, object, str]) -> str:
    """The name of a case in the report of the tests."""
    return "-".join((case[2], type(case[1]).__name__, case[0].replace(" ", "_")))
