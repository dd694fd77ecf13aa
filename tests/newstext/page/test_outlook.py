"""The outlook of a heading: later headings of the article speak for the first one."""

import pytest

from newstext.records import Role
from tests.newstext.page.layout_fixtures import lay_out

PAGE = """桑榆街道让老楼道亮起来

鲁小满

今年以来，桑榆街道把二十六个网格划进楼道，网格员每天入户走访，收集意见，居民的事当天办结。

{first}

街道下辖八个社区，配备专职网格员六十四名。到上月底，网格员入户走访二万余户次，收集意见一千三百条，办结九成以上。

夜里来电也有人

在榆钱社区，一部值班电话放在门卫室。上周末，七幢的水管半夜爆裂，值班员十分钟赶到，关了总闸，天亮前换好了接头。

邻里纠纷不过夜

街道还请来退休教师和老党员组成调解队，设了五间说事屋，今年已劝和邻里二十八对，没有一件闹到街道。

榆钱社区请居民给班子打分

秦若溪

近日，榆钱社区把上半年办成的和没办成的事贴在公示栏里，请居民当面打分。到场的一百多人里，有人夸也有人问。
"""


@pytest.mark.parametrize("first", ["网格里听民意", "走进门坐下来", "一扇门一张图", "脚底下有答案"])
def test_a_heading_is_known_by_two_later_ones_even_where_it_is_a_little_shorter(first: str) -> None:
    article, _ = lay_out(PAGE.format(first=first)).articles
    assert [paragraph.heading for paragraph in article.paragraphs] == [None, first, "夜里来电也有人", "邻里纠纷不过夜"]


def test_the_beginning_of_a_paragraph_that_was_cut_is_no_heading() -> None:
    cut = PAGE.format(first="为了让网格员").replace("\n\n街道下辖八个社区，", "\n\n走得进门，街道下辖八个社区，")
    roles = {line.text: line.role for line in lay_out(cut).lines}
    assert roles["为了让网格员"] is Role.BODY
