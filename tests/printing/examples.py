"""Forms as the counter makes them, and the names that break careless programs.

All people, numbers and telephones are invented.
"""

from __future__ import annotations

from dataclasses import replace

from printing import Reissue, SlipForm

ROLLS = ("80mm", "58mm", "80mm-180dpi")
SHEETS = ("A5", "A4")
COPIES = ("original", "tag", "binder", "citizen")

CLOSING, LOOKING = "1101265010004250", "4101265010004212"
PRACTICE_CLOSING, PRACTICE_LOOKING = "8101265010004226", "5101265010004285"

PLAIN = SlipForm(
    copy="original",
    digits=CLOSING,
    label="令8-大師1-501-00042",
    ward="川崎区役所",
    branch="大師支所",
    branch_phone="044-000-0000",
    section="高齢・障害課",
    floor="3階",
    section_phone="044-000-0003",
    type_name="介護保険要介護・要支援認定申請",
    taken="令和8年11月24日（火）10時45分",
    staff="見本",
    depositor="髙﨑 德次郎",
    sheets=7,
    enclosures=("介護保険被保険者証", "主治医の氏名の控え", "委任状"),
    arrival_days=2,
)
BY_HAND = replace(PLAIN, depositor=None, handwritten=True, sheets=3, enclosures=("介護保険被保険者証",))
APPLICANT = replace(PLAIN, depositor="見本 春子", applicant="髙﨑 德次郎", branch_hours="平日8時30分〜17時")
SEALED = replace(
    PLAIN,
    type_name="療育手帳交付申請書",
    depositor="見本 春子",
    applicant="見本 夏男",
    sheets=None,
    enclosures=(),
)
LONG = replace(
    PLAIN,
    label="令8-大師2-402-00317",
    section="児童家庭課",
    floor=None,
    type_name="証明願（川崎市認可保育園に入所していないことの証明）",
    sheets=38,
    depositor="アレクサンドリーナ・マリア・フェルナンダ・デ・ソウザ・サンパイオ・ドス・サントス・髙﨑・ヴァスコンセロス・シルヴァ（旧姓）",
    acceptance_sentence="申請受理日は、川崎区役所児童家庭課に届いた日です。（この文は見本です）",
    enclosures=(
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
    ),
)
REISSUED = replace(PLAIN, reissue=Reissue(2, "8.11.24 10:52", "紙づまり"))
PRACTICE = replace(PLAIN, practice=True, digits=PRACTICE_CLOSING)
PRACTICE_AGAIN = replace(PRACTICE, reissue=Reissue(1, "8.11.24 10:52", "印字がかすれた"))
PRACTICE_BY_HAND = replace(BY_HAND, practice=True, digits=PRACTICE_CLOSING)
PREVIEW = replace(PLAIN, digits=None, label=None)
BARE = SlipForm(
    copy="original",
    digits=CLOSING,
    label="令8-田島1-101-00001",
    branch="田島支所",
    section="保険年金課",
    type_name="国民健康保険高額療養費支給申請",
    taken="令和8年4月1日（水）8時30分",
    staff="見本",
    depositor="見本 一",
    sheets=1,
)
PREVIEW_BY_HAND = replace(BY_HAND, digits=None, label=None, practice=True)
WIDE_NAMES = replace(
    PLAIN,
    label="令8-川崎市役所1-501-00042",
    branch="川崎市役所大師支所",
    section="高齢・障害・児童・家庭・国民健康保険担当課",
    section_phone="0120-000-0000（代表）",
)
SMALL_PARTS = replace(BARE, floor="10階", ward="川崎区役所", arrival_days=12, sheets=1234)

VARIANTS = {
    "plain": PLAIN,
    "by hand": BY_HAND,
    "applicant": APPLICANT,
    "sealed": SEALED,
    "long": LONG,
    "reissued": REISSUED,
    "practice": PRACTICE,
    "practice again": PRACTICE_AGAIN,
    "practice by hand": PRACTICE_BY_HAND,
    "preview": PREVIEW,
    "bare": BARE,
    "wide names": WIDE_NAMES,
    "preview by hand in practice": PREVIEW_BY_HAND,
    "small parts": SMALL_PARTS,
}

SECOND = replace(
    PLAIN,
    copy="citizen",
    digits="4101261010023069",
    label="令8-大師1-101-00230",
    section="保険年金課",
    section_phone="044-000-0001",
    type_name="国民健康保険高額療養費支給申請",
    sheets=4,
    enclosures=("領収書の写し",),
)
THIRD = replace(
    PLAIN,
    copy="citizen",
    digits="4101265020002293",
    label="令8-大師1-502-00022",
    type_name="療育手帳交付申請書",
    sheets=2,
    enclosures=(),
)

NAMES = (
    "髙﨑 德次郎",
    "𠮷田",
    "渡邉",
    "葛\U000e0100城",
    "邉\U000e0102見 太郎",
    "槗本",
    "神谷",
    "か\u3099か\u309a",
)
LONG_NAMES = (
    "長" * 100,
    ("アレクサンドリーナ・マリア・フェルナンダ・" * 6)[:100],
    ("ABDULLAH MUHAMMAD IBRAHIM " * 5)[:99] + "X",
    "X" * 100,
    ("髙﨑𠮷邉葛\U000e0100" * 20)[:100],
    ("ゃ、。" + "長谷川ー" * 25)[:100],
)


def copy_of(form: SlipForm, copy: str) -> SlipForm:
    """The same slip on another of its papers: all but the 原本 bear the digits that only look it up."""
    if copy == "original" or form.digits is None:
        return replace(form, copy=copy)
    return replace(form, copy=copy, digits=PRACTICE_LOOKING if form.practice else LOOKING)


def several(copy: str = "citizen", **changes) -> SlipForm:
    """Three slips of one visitor on one paper."""
    first = replace(copy_of(PLAIN, copy), **changes)
    return replace(
        first, others=(replace(SECOND, copy=copy, **changes), replace(THIRD, copy=copy, **changes))
    )


def every_form() -> list[tuple[str, SlipForm, str]]:
    """(name, form, paper) of all that is drawn here."""
    out = []
    for paper in ROLLS + SHEETS:
        for name, form in VARIANTS.items():
            out += [(name, copy_of(form, copy), paper) for copy in COPIES]
        out += [
            ("several", several(), paper),
            ("several by hand", several(depositor=None), paper),
            ("tags", several("tag"), paper),
        ]
    return [
        *out,
        ("two up", replace(copy_of(PLAIN, "binder"), others=(copy_of(LONG, "binder"),)), "A4"),
        ("practice several", several(practice=True), "80mm"),
        ("practice several", several(practice=True), "58mm"),
        ("practice several", several(practice=True), "A5"),
        ("practice tags", several("tag", practice=True), "58mm"),
        ("practice tags", several("tag", practice=True), "A5"),
    ]


def title(case: tuple[str, SlipForm, str]) -> str:
    """The name of a case in the report of the tests."""
    return "-".join((case[2], case[1].copy, case[0].replace(" ", "_")))
