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
