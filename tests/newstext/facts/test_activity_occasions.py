"""Activities that no noun of the table names: what the frame of a clause reports, and what it only seems to."""

from __future__ import annotations

import pytest

from tests.newstext.facts.activity_cases import activities_in, types_in


@pytest.mark.parametrize(
    ("body", "activity_type"),
    [
        ("第五届采菱节在青禾社区举办。", "cultural"),
        ("社区妇联请来二十户邻居，一起动手做青团。", "cultural"),
        ("社工将一份份礼包递到骑手手中。", "visit"),
        ("热腾腾的馄饨送至困难老人家中。", "visit"),
        ("“凡妈调解室”的老党员正在调解一起漏水纠纷。", "other"),
        ("双方达成统一，一起因水管堵塞的邻里矛盾得到化解。", "other"),
        ("青禾社区对楼道、车棚进行检查。", "inspection"),
        ("代表们走进梅花新村，在北区进行了实地查看。", "inspection"),
        ("一场以“运动快乐”为主题的趣味运动会，让邻居们走到一起。", "sport"),
        ("邻里建设启动仪式暨文艺汇演在青禾社区举行。", "ceremony"),
        ("青禾社区举办“兵说兵事”国防教育课。", "publicity"),
        ("培训师上了一堂救护员培训课。", "training"),
        ("区文旅局公布2024年度特色村落名单。", "other"),
        ("青禾社区完成围墙翻新，老楼换了容颜。", "other"),
        ("车棚改造工程正式启动。", "other"),
        ("巷口新增5套“庭院灯”，夜路亮了。", "other"),
        ("社区运动会走进青禾街道。", "sport"),
        ("百场“百姓讲堂”启动仪式在中学举行。", "ceremony"),
        ("社工带领孩子们制作花灯。", "cultural"),
        ("网格员向路人派发反诈宣传手册。", "publicity"),
        ("代表们就食堂卫生、收费等进行检查。", "inspection"),
        ("一场热闹的趣味运动会在广场展开。", "sport"),
        ("青禾社区举办了一场主题活动——“端午粽叶香”，满院飘香。", "cultural"),
        ("社工带着礼盒前往独居老人家中。", "visit"),
        ("党员们来到植物园“花开红处”阵地，听取讲解。", "visit"),
        ("两个社区与大学进行结对共建签约。", "ceremony"),
    ],
)
def test_the_frame_of_the_clause_tells_what_was_held(body: str, activity_type: str) -> None:
    assert types_in(body)[0] == activity_type


@pytest.mark.parametrize(
    "body",
    [
        "街道和部门共同做好工作。",
        "“这回义诊送到家门口，省了跑腿。”居民说。",
        "街道将完成十个小区改造。",
        "人民调解员队伍由六人组成。",
        "会议要求，各单位要开展拉网式排查。",
        "这些物资均由志愿者捐赠。",
        "活动内容涵盖义诊、理发。",
        "网格员排查矛盾纠纷30起。",
        "邻居两家签订了人民调解协议书。",
    ],
)
def test_what_only_sounds_like_a_report_is_none(body: str) -> None:
    assert types_in(body) == []


def test_services_of_a_fair_are_one_activity_and_not_each_a_kind_of_its_own() -> None:
    assert types_in("青禾社区开展义诊、理发、磨刀等志愿服务活动。") == ["volunteering"]
    assert types_in("居民享受到义剪、义诊、衣物旧改等多项便民服务项目。") == []
    assert types_in("党员在院子里磨刀、配钥匙、量血压，好不热闹。") == ["volunteering"]


def test_what_volunteers_do_in_passing_is_part_of_their_service() -> None:
    assert types_in("青禾社区开展志愿服务活动。护士为老人量血压。") == ["volunteering"]
    assert types_in("青禾社区开展志愿服务活动。医生在楼下义诊。") == ["volunteering", "health"]


def test_a_word_in_the_name_of_an_activity_is_no_activity_of_its_own() -> None:
    assert types_in("青禾社区开展无偿献血主题宣传活动。") == ["publicity"]
    assert types_in("无偿献血是一项爱心善举。") == []


def test_an_account_in_figures_tells_of_no_occasion_beside_what_was_held() -> None:
    body = "青禾社区召开部署会。截至15日，累计排查在建工地14个。"
    assert types_in(body) == ["meeting"]
    assert types_in("青禾社区排查在建工地14个。") == ["inspection"]


def test_gifts_that_volunteers_bring_are_their_deed() -> None:
    assert types_in("饺子出锅后，志愿者装进保温盒，送到独居老人家中。") == ["volunteering"]


def test_works_are_told_only_where_nothing_was_held() -> None:
    (found,) = activities_in("青禾社区召开居民议事会，完成围墙翻新。")
    assert found.activity_type == "meeting"


@pytest.mark.parametrize(
    "body",
    [
        "自“四看四比”行动开展以来，青禾社区面貌一新。",
        "居民老周说，凉亭修好了，今后社区将多听意见，开展各类读书活动。",
        "志愿者将防骗知识送到老人手中。",
        "“那年冬天很冷。我们走访了几户人家，才凑齐人手。”老周说。",
        "青禾社区建起矛盾排查化解的队伍。",
        "志愿者讲起包粽子、赛龙舟等传统习俗的来历。",
        "新中心设有排练、培训功能室。",
        "代表老周表示，各科室要多听意见，多组织开展体育活动。",
        "民兵参与了此次护河志愿服务。",
        "去年9月，两个支部签订共建协议。",
        "青禾社区通过举办各类读书活动，让邻里更亲。",
        "社工耐心聆听他们的故事。",
        "此举激励邻里志愿服务。",
        "获奖代表分享了开展公益活动的经验。",
        "居委会建议定期自查。",
        "楼房外观看上去有些旧。",
    ],
)
def test_campaigns_plans_speech_and_words_within_nouns_report_nothing(body: str) -> None:
    assert types_in(body) == []


def test_since_a_course_began_it_has_been_held() -> None:
    assert types_in("自党员冬训开展以来，青禾社区换了教法。") == ["training"]


def test_what_is_told_of_a_show_says_that_it_took_place() -> None:
    assert types_in("在暑期汇报演出中，孩子们跳起了竹竿舞。") == ["cultural"]


def test_two_parties_who_come_to_terms_have_been_mediated_between() -> None:
    assert types_in("调解员听完原委，双方握手言和。") == ["other"]
    assert types_in("社区把两家请到一起调解。") == ["other"]


def test_who_settles_a_quarrel_looks_at_the_place_and_inspects_nothing() -> None:
    assert types_in("两家因漏水吵了起来。调解员现场查看，又讲解法律，双方握手言和。") == ["other"]


def test_what_was_seen_on_a_round_and_then_mended_is_told_with_it() -> None:
    body = "网格员现场查看墙角。社区联系厂家，加快雨棚建设。"
    assert types_in(body) == ["inspection", "other"]
    assert types_in("青禾社区召开居民议事会，又现场查看墙角，完成雨棚建设。") == ["meeting", "inspection"]


def test_what_is_told_on_a_round_of_inspection_is_publicity() -> None:
    assert types_in("青禾社区对车棚进行检查。随后，网格员向住户讲解充电常识。") == ["inspection", "publicity"]
    assert types_in("青禾社区召开居民议事会。随后，网格员向住户讲解充电常识。") == ["meeting"]


def test_a_clinic_among_the_services_of_a_fair_is_none_of_its_own() -> None:
    assert types_in("青禾社区便民集市开市，现场送上义诊、旧衣改造和平价水果。") == ["volunteering"]


@pytest.mark.parametrize(
    ("body", "activity_types"),
    [
        ("社工带着骑游队的志愿者，一起动手将废纸箱清理干净。", ["volunteering"]),
        ("接到反映，网格员来到北楼现场查看情况，发现灯泡坏了。", ["inspection"]),
        ("在青禾社区“民情座谈面对面”活动现场，老周说起停车难。", ["meeting"]),
        ("青禾社区开展反诈宣传活动，以热情的志愿服务，拉近了距离。", ["publicity"]),
        ("石桥社区启动“纳凉夜”活动。8月，社区还将开展夜谈，以便民的方式提供修伞、磨刀等服务。", ["other"]),
        ("青禾社区开展夜间巡查，通过现场讲解等形式提醒商户。", ["inspection"]),
        ("“邻里一家”纳凉活动暨第三届邻里文化周启动仪式在青禾社区举行。", ["cultural", "ceremony"]),
        ("青禾社区举办“天天乐”活动。本场演出由老年大学带来。", ["cultural"]),
        ("社区干部来到北楼，查看了漏水的屋面。", ["inspection"]),
        ("青禾社区开展入户走访活动，志愿者通过聊天、读报、下棋等活动，缓解寂寞。", ["visit"]),
        ("青禾社区召开工作会议，书记对下步工作提出要求：一是开展隐患排查，二是组织应急演练。", ["meeting"]),
    ],
)
def test_what_was_done_is_told_apart_from_how_it_was_done_and_what_is_demanded(
    body: str, activity_types: list[str]
) -> None:
    assert types_in(body) == activity_types
