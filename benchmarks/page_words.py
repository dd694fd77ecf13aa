"""The words that generated pages are made of: the dictionary's nouns and verbs by frequency, and invented names."""

from __future__ import annotations

import itertools
import random
import re
from dataclasses import dataclass

import jieba

_HANZI_WORD = re.compile("^[一-鿕]{2,4}$")
_MIN_FREQUENCY = 30
"""Rarer words are mostly names and terms that no community page prints."""
_WORDS_KEPT = 9000
_LEFT_OUT = frozenset(
    "奸淫娼妓嫖尸死杀毒血癌病尿屎屁乳阴胎孕暴乱政党国军警战敌炸弹枪炮核侵侮辱贱佛教席央领帝皇革反叛恐罪犯刑狱囚"
    "祸灾丧葬鬼魔胸臀裸性奴肾肿瘤伤残骂孽恨仇贪腐贿斩绞戮宰屠赌嫌妖鸦匪寇夷洋汉蛮姨妾婚姻爹娘"
)
"""Characters of words that would read as a claim, an insult or a bad joke in a sentence made by chance."""

PLACE_FIRST = "青石云桐柳莲月鹤榆杏荷竹松梅兰菱荻芦溪澄霁岚枫榕枣桑棠蓼茗砚锦瑞禾穗泊汀沐漪澜渚渔樵"
PLACE_SECOND = "漪榆桥湾浦渡塘岸里坊亭台坞汀洲泾园庭影声叶荫笛帆舟泉岭坪苑庐堂津滩畈垄"
SURNAMES = "沈陆许唐裴温孟高邬席钟荀丛宁骆卓柏贺尹祝蒋傅钱陶邢穆程颜祖华晏卜倪常"
GIVEN = "清远舟白若南北一安知秋云晓禾念慈望舒青山小满听雪星河明川时雨子衿长风如意怀瑾景行思齐"
BRANDS = "微光邻里同心暖阳春雨萤火摆渡石榴星火拾光守望绿荫橙心初心连心蒲公英启明向阳花"
NEWSPAPERS = ("霁川日报", "澄湖晚报", "岚溪周报", "荻浦社区报", "松月新闻", "禾城晨报")
CITIES = ("霁川市", "澄湖市", "岚溪市", "荻浦市", "松月市", "禾城市")


@dataclass(frozen=True, slots=True)
class WordPool:
    """Words of one kind with the running sums of their weights, as ``random.choices`` takes them."""

    words: tuple[str, ...]
    sums: tuple[float, ...]

    def draw(self, chance: random.Random, count: int) -> list[str]:
        """Draw words with replacement."""
        return chance.choices(self.words, cum_weights=self.sums, k=count)


def dictionary_pools() -> dict[str, WordPool]:
    """Return the pools ``n`` (nouns), ``v`` (verbs), ``a`` (adjectives) of jieba's dictionary (MIT licence).

    A word's weight is the square root of its frequency: by bare frequency, a hundred words would fill the page.
    """
    found: dict[str, list[tuple[int, str]]] = {"n": [], "v": [], "a": []}
    tags = {"n": "n", "vn": "n", "v": "v", "a": "a", "ad": "a", "an": "a"}
    with jieba.get_dict_file() as lines:
        for line in lines:
            word, frequency, tag = line.decode("utf-8").split()
            kind = tags.get(tag)
            if kind and int(frequency) >= _MIN_FREQUENCY and _HANZI_WORD.match(word):
                if not _LEFT_OUT.isdisjoint(word):
                    continue
                found[kind].append((int(frequency), word))
    pools = {}
    for kind, rows in found.items():
        rows.sort(key=lambda row: (-row[0], row[1]))
        kept = rows[:_WORDS_KEPT]
        sums = tuple(itertools.accumulate(frequency**0.5 for frequency, _ in kept))
        pools[kind] = WordPool(tuple(word for _, word in kept), sums)
    return pools


def place_stems() -> tuple[str, ...]:
    """Return invented stems of place names, 1,000 and more, in a fixed order."""
    return tuple(a + b for a, b in itertools.product(PLACE_FIRST, PLACE_SECOND) if a != b)


def person_names() -> tuple[str, ...]:
    """Return invented names of two and three characters, in a fixed order."""
    given = [GIVEN[at : at + 2] for at in range(len(GIVEN) - 1)] + list(GIVEN)
    return tuple(surname + name for surname, name in itertools.product(SURNAMES, given))
