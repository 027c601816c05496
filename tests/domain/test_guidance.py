"""案内: only what the source says, found by what citizens say, told in one order, lit up in its season."""

from __future__ import annotations

import copy
import functools
import json
from datetime import date, timedelta

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import schemas
from branch_desk.domain.catalogue import DocumentType, Section
from branch_desk.domain.guidance import Kind, Season, Way, a_month_after, read
from branch_desk.services import catalogues, guide

SCHEMA = json.loads(schemas.read_text("catalogue/guidance.schema.json"))
DATA = json.loads(schemas.read_text("catalogue/guidance.json"))
NOVEMBER = date(2026, 11, 24)
WARD = "川崎区役所"


@functools.cache
def known():
    return guide.builtin()


@functools.cache
def sections():
    return {section.code: section for section in catalogues.builtin().sections}


@functools.cache
def types():
    return catalogues.builtin().types


def found(text, on=NOVEMBER):
    return [one.name for one in known().search(types(), sections(), text, on)]


def ways(code, on=NOVEMBER):
    topic = next(topic for topic in known().topics if topic.code == code)
    return known().for_topic(topic, sections().values(), WARD, on)


# ---- what the source says


def test_the_topics_are_those_of_the_source_and_no_others():
    by_section = {}
    for topic in known().topics:
        if topic.kind is Kind.ONLINE:
            by_section.setdefault(sections()[topic.section].name, []).append(topic.name)
    assert by_section == {
        "地域ケア推進課": ["公害健康被害認定者の申請相談", "成人ぜん息患者医療費助成申請相談", "小児ぜん息患者医療費受給申請相談"],
        "地域支援課": ["こどもに関する相談", "妊娠・出産に関する相談", "健康に関する相談"],
        "児童家庭課": ["児童扶養手当関連の相談", "保育所等利用関連の相談", "母子父子寡婦福祉資金関連の相談"],
        "高齢・障害課": ["介護保険の相談", "高齢者の福祉相談", "障害者の福祉相談"],
    }
    assert [t.name for t in known().topics if t.kind is Kind.POST] == [
        "転出届", "証明発行（届書記載事項証明）", "国民年金保険料免除・納付猶予申請", "高齢者在宅サービス（紙おむつ）利用申出"]
    assert known().post_types == {"301", "601", "602"}
    assert [t.name for t in known().topics if t.kind is Kind.TEMPORARY] == [
        "重度障害者福祉タクシー利用券交付申請（身体・知的障害）", "ふれあいフリーパス交付申請（身体・知的障害）",
        "障害者乗合バス割引証申請", "介護保険負担限度額認定申請"]


def test_a_section_that_the_source_does_not_name_is_never_said_to_be_in_charge():
    for topic in known().topics:
        assert (topic.section is not None) == (topic.kind is Kind.ONLINE)
    counter = {advice.way: advice for advice in ways("t1")}[Way.COUNTER]
    assert counter.detail == "川崎区役所（担当は高齢・障害課 3階に確認）"
    assert {advice.way: advice for advice in ways("p1")}[Way.COUNTER].detail == WARD


def test_every_synonym_leads_to_something_that_exists():
    codes = {topic.code for topic in known().topics} | {item.code for item in catalogues.builtin().types}
    assert {code for _, about in known().said for code in about} <= codes


# ---- the form of the file


def test_the_builtin_file_is_of_its_schema():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    jsonschema.validate(DATA, SCHEMA)
    assert read(DATA).faults == ()


def broken(path, value):
    data = copy.deepcopy(DATA)
    place = data
    for step in path[:-1]:
        place = place[step]
    if value is KeyError:
        del place[path[-1]]
    else:
        place[path[-1]] = value
    return data


@pytest.mark.parametrize(("path", "value", "where"), [
    (("version",), 0, "version"), (("version",), True, "version"), (("more",), 1, "more"), (("online",), KeyError, "online"),
    (("online", "hours"), "", "online.hours"), (("online", "not_for"), "電話", "online.not_for"),
    (("appointment",), KeyError, "appointment"), (("appointment",), "一\n二", "appointment"), (("topics",), [], "topics"),
    (("topics", 0, "code"), "O21", "topics[0].code"), (("topics", 0, "kind"), "video", "topics[0].kind"),
    (("topics", 0, "name"), " ", "topics[0].name"), (("topics", 0, "reading"), "漢字", "topics[0].reading"),
    (("topics", 0, "section"), "10", "topics[0].section"), (("topics", 0, "phone"), "1", "topics[0]"),
    (("topics", 0, "from"), "03-15", "topics[0].from"), (("topics", -1, "from"), KeyError, "topics[19].from"),
    (("topics", -1, "until"), "02-30", "topics[19].until"), (("topics", -1, "from"), "3-15", "topics[19].from"),
    (("topics", -1, "when"), KeyError, "topics[19].from"), (("post_types", 0), "30", "post_types[0]"),
    (("said", 0, "words"), "子ども", "said[0].words"), (("said", 0, "about", 0), "子", "said[0].about[0]"),
    (("said", 0, "why"), "", "said[0]"), (("topics", 0), None, "topics[0]"), (("appointment",), "あ" * 201, "appointment"),
])
def test_reader_and_schema_refuse_the_same(path, value, where):
    data = broken(path, value)
    assert where in read(data).faults and read(data).guidance is None
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(data, SCHEMA)


@pytest.mark.parametrize("data", [None, [], "案内", 7])
def test_what_is_no_object_is_refused_by_both(data):
    assert read(data).guidance is None and read(data).faults
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(data, SCHEMA)


@pytest.mark.parametrize(("path", "value"), [(("topics", 1, "code"), "o21"), (("said", 0, "about", 0), "o99")])
def test_codes_used_twice_or_standing_for_nothing_are_refused_beyond_the_schema(path, value):
    data = broken(path, value)
    jsonschema.validate(data, SCHEMA)
    assert read(data).faults


json_values = st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=5),
                           lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
                           max_leaves=8)


VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)


@settings(max_examples=60)
@given(st.sampled_from(sorted(DATA)), json_values)
def test_whatever_stands_in_a_place_the_reader_answers_and_agrees_with_the_schema(key, value):
    data = DATA | {key: value}
    good = VALIDATOR.is_valid(data)
    taken = read(data).guidance is not None
    assert not taken or good                # whatever is taken is of the schema
    if key not in ("said", "topics"):       # there codes may stand for nothing
        assert taken == good


# ---- seasons


@pytest.mark.parametrize(("day", "near", "running"), [
    (date(2027, 2, 14), False, False), (date(2027, 2, 15), True, False), (date(2027, 3, 14), True, False),
    (date(2027, 3, 15), True, True), (date(2027, 4, 10), True, True), (date(2027, 4, 11), False, False),
    (date(2026, 11, 24), False, False), (date(2027, 5, 20), False, False),
])
def test_a_temporary_counter_lights_up_a_month_before_and_goes_out_the_day_after(day, near, running):
    span = Season((3, 15), (4, 10), "春").near(day)
    assert (span is not None, span is not None and span.runs(day)) == (near, running)


def test_a_season_may_reach_over_the_new_year():
    season = Season((12, 20), (1, 10), "年末年始")
    for day in (date(2026, 12, 20), date(2026, 12, 31), date(2027, 1, 1), date(2027, 1, 10)):
        span = season.near(day)
        assert span.runs(day) and (span.first, span.last) == (date(2026, 12, 20), date(2027, 1, 10))
    assert season.near(date(2027, 1, 11)) is None and season.near(date(2026, 11, 20)).first == date(2026, 12, 20)


def test_29_february_is_the_28th_in_other_years():
    season = Season((2, 29), (2, 29), "閏日")
    assert season.near(date(2028, 2, 29)).runs(date(2028, 2, 29))
    assert season.near(date(2027, 2, 28)).runs(date(2027, 2, 28))


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_a_month_after_is_never_more_than_31_days(day):
    assert timedelta(days=28) <= a_month_after(day) - day <= timedelta(days=31)


# ---- the ways


def test_the_ways_stand_in_their_one_order_whatever_there_is():
    order = list(Way)
    for on in (NOVEMBER, date(2027, 3, 20), date(2027, 6, 30)):
        for topic in known().topics:
            told = [advice.way for advice in known().for_topic(topic, sections().values(), WARD, on)]
            assert told == sorted(told, key=order.index) and Way.COUNTER in told and Way.TELEPHONE in told
    assert [w.way for w in ways("t4", date(2027, 6, 30))] == [
        Way.TEMPORARY, Way.COUNTER, Way.TELEPHONE, Way.ONLINE, Way.APPOINTMENT]
    assert [w.way for w in ways("p4")] == [Way.COUNTER, Way.TELEPHONE, Way.POST, Way.ONLINE, Way.APPOINTMENT]


def test_the_days_that_were_chosen_are_never_told_as_the_offices_own():
    temporary = ways("t1", date(2027, 3, 20))[0]
    assert temporary.way is Way.TEMPORARY and temporary.detail == "3月中旬から4月上旬"


def test_a_telephone_stands_where_the_catalogue_has_one():
    section = Section("5", "高齢・障害課", "3階", "044-000-0005")
    item = DocumentType("503", "何か", "なにか", section)
    phone = {w.way: w for w in known().for_type(item, WARD)}[Way.TELEPHONE]
    assert (phone.detail, phone.large) == ("高齢・障害課 044-000-0005", "044-000-0005")


def test_a_type_of_the_same_name_as_a_temporary_document_has_its_season():
    item = DocumentType("504", "障害者乗合バス割引証申請", "ばす", sections()["5"])
    assert known().for_type(item, WARD, date(2027, 3, 20))[0].way is Way.TEMPORARY
    assert known().for_type(item, WARD, NOVEMBER)[0].way is Way.COUNTER


# ---- what the citizen says


@pytest.mark.parametrize(("text", "first"), [
    ("子ども", "こどもに関する相談"), ("こども", "こどもに関する相談"), ("コドモ", "こどもに関する相談"),
    ("ｺﾄﾞﾓ", "こどもに関する相談"), ("保育園", "保育所等利用関連の相談"), ("車いす", "障害者の福祉相談"),
    ("クルマイス", "障害者の福祉相談"), ("タクシー", "重度障害者福祉タクシー利用券交付申請（身体・知的障害）"),
    ("引っ越し", "転出届"), ("ひっこし", "転出届"), ("年金", "国民年金保険料免除・納付猶予申請"),
    ("ねんきん", "国民年金保険料免除・納付猶予申請"), ("ひとり親", "児童扶養手当関連の相談"),
    ("６０１", "収入申告書"), ("介護", "介護保険の相談"), ("おむつ", "高齢者在宅サービス（紙おむつ）利用申出"),
    ("ぜんそくの薬のことで", "成人ぜん息患者医療費助成申請相談"), ("高齢・障害課", "介護保険の相談"),
])
def test_what_a_citizen_says_is_found_in_any_writing(text, first):
    assert found(text)[0] == first


def test_several_words_must_all_fit():
    assert found("ひとり親 手当")[0] == "児童扶養手当関連の相談"
    assert "母子父子寡婦福祉資金関連の相談" not in found("ひとり親 手当")
    assert found("ひとり親 引っ越し") == found("zzz") == []


def test_in_its_season_a_document_stands_before_what_fits_better():
    assert found("障害者の福祉相談")[0] == "障害者の福祉相談"
    assert found("障害")[0] == "障害者の福祉相談"
    assert set(found("障害", date(2027, 3, 20))[:3]) == {
        "重度障害者福祉タクシー利用券交付申請（身体・知的障害）", "ふれあいフリーパス交付申請（身体・知的障害）",
        "障害者乗合バス割引証申請"}


def test_without_a_word_every_topic_is_there_and_no_type():
    assert len(found("")) == len(known().topics) == len(found(" 　"))


@given(st.text(max_size=30))
def test_any_words_are_answered(text):
    assert isinstance(found(text), list)
