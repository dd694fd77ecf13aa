"""Makes any number of newspaper pages for benchmarks: ``python -m benchmarks.generate_pages FOLDER --pages 1000``.

The pages recombine sentence patterns of our own with dictionary words and invented names. They mean nothing, but they
have headlines, reporters, figures, dates, places, and the damage of real pages: paragraphs cut in the middle,
characters printed twice, articles interrupted. A page depends on its number and the seed only.
"""

from __future__ import annotations

import argparse
import random
import re
import time
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from benchmarks.page_words import BRANDS, CITIES, NEWSPAPERS, WordPool, dictionary_pools, person_names, place_stems

FIRST_DAY = date(2014, 1, 1)
PAGES_PER_ISSUE = 4
CODE_POINTS_PER_PAGE = 4000
CUT_SHARE = 0.4
REPEAT_SHARE = 0.06
INTERRUPT_SHARE = 0.12
FIGURE_SHARE = 0.15
"""Sentences that report figures. The gold pages, real and composed, print 4 to 5 figures in 1,000 code points."""

# Slots: {C} community, {S} sub-district, {P} person, {B} brand, {n} noun, {v} verb, {a} adjective,
# {1} {2} {3} numbers of that many digits, {D} a day.
LEADS = (
    "{D}，{S}{C}举办“{B}”{n}活动，{1}名志愿者带着{n}来到居民中间，向大家{v}{n}的道理。",
    "近日，{S}{C}的{n}迎来一批特殊的客人，{2}位居民围坐在一起，说{n}，谈{n}，也说心里的{n}。",
    "今年以来，{S}以“{B}”党建品牌为牵引，把{n}、{n}和{n}送到居民身边，累计办理{n}诉求{3}件。",
    "{D}上午，{S}召开{n}工作会议，部署下一阶段的{n}任务，{C}等{1}个社区的负责人参加会议。",
    "走进{C}的{n}，{a}的{n}格外醒目。这里是{S}新建的“{B}”服务点，面积{3}平方米。",
    "“有了{n}，心里就有了底。”{D}，家住{C}的居民{P}指着楼下的{n}说。",
)
SENTENCES = (
    "社区党委组织网格员逐户{v}，共收集{n}、{n}等方面的意见{2}条，已经办结{2}条。",
    "针对居民反映的{n}问题，{C}先后{v}{1}次，请来物业、民警和居民代表一起{v}，最终拿出了{a}的办法。",
    "{P}说，过去遇到{n}不知道找谁，现在打一个电话就有人来{v}，{n}也比从前{a}了许多。",
    "活动现场，志愿者向居民讲解{n}知识，发放{n}手册{3}份，现场解答{n}咨询{2}人次。",
    "据了解，{S}现有{n}{3}家、{n}{2}处，去年全年服务居民{4}余人次，同比增长{2}%。",
    "“{n}要{v}，{n}也要{v}。”{C}书记{P}这样总结自己的{n}。",
    "为了让{n}更加{a}，社区投入资金{2}万元，改造{n}{1}处，新增{n}{2}个。",
    "在{n}的带动下，越来越多的居民愿意{v}，有人负责{n}，有人负责{n}，还有人主动承担起{v}的任务。",
    "老党员{P}和{1}位老伙伴组成“{B}”调解队，从{n}入手，从{n}说起，今年已经化解矛盾纠纷{2}起。",
    "从{n}到{n}，从{v}到{v}，{C}用一年时间走完了别人三年的路。",
    "联合检查组对辖区{2}家{n}进行检查，发现{n}隐患{2}处，当场{v}{1}处，其余的限期{v}。",
    "{C}还与{n}有限公司签订结对共建协议，双方约定每月开展一次{n}活动，共同{v}{n}。",
    "孩子们跟着老师{v}，一边{v}一边提问，小小的{n}里不时传来笑声。",
    "说起{n}的变化，居民{P}打开了话匣子：“以前是{n}多、{n}少，如今是{n}好、{n}新。”",
    "截至目前，{S}已建成“{B}”{n}{2}个，覆盖{1}个社区，惠及居民{4}余户。",
    "{D}，首批{2}名学员拿到了{n}证书，其中年龄最大的已经{v}了大半辈子。",
    "这项工作看似{a}，做起来并不{a}，难就难在{n}的{v}上。",
    "网格员{P}每天走访{2}户人家，谁家的{n}要{v}，谁家的{n}要{v}，都记在随身的本子里。",
    "{D}，{C}{n}队的{2}名队员沿街{v}，清理{n}{1}车，劝阻{v}行为{2}起。",
    "“以前说{n}，大家都摇头；现在说{n}，大家都点头。”居民代表{P}说。",
    "社区把{n}交给居民自己管，由{2}户家庭轮流{v}，{v}一次积{1}分，积分可以兑换{n}。",
    "围绕{n}这个老大难，{S}成立{a}的工作专班，每周{v}一次{n}，每月公布一次{n}。",
    "与{n}相比，{n}更让人操心，{P}和同事们为此{v}了整整{2}天。",
    "一张{n}，一支{n}，一本{n}，就是{P}全部的家当，他靠着这些{v}了{2}年。",
    "{C}面积{1}平方公里，有居民{4}户，老人多、{n}多，{v}起来并不容易。",
    "经过{1}轮{v}，方案终于敲定：保留{n}，改造{n}，新建{n}，总投资约{3}万元。",
    "值得一提的是，{n}课程一共{2}节，内容涵盖{n}、{n}、{n}，学员可以按需{v}。",
    "面对突如其来的{n}，{S}连夜{v}，转移群众{3}人，无一人受伤。",
    "{P}今年{2}岁，从事{n}工作多年，对{n}了如指掌，居民亲切地叫他“{n}通”。",
    "到目前为止，平台受理{n}类事项{4}件，按期办结率达到9{1}%，比去年提高{1}个百分点。",
    "从前的{n}成了如今的{n}，占地{2}亩，建有{n}{1}栋，每天接待游客{3}余人次。",
    "考虑到{n}的需要，{C}特意把{n}安排在晚上，并请来{n}专家{P}现场指导。",
    "楼上要{v}，楼下要{v}，{n}夹在中间左右为难，最后还是{P}的一句话解开了疙瘩。",
)
_FIGURE_SENTENCES = tuple(pattern for pattern in SENTENCES if re.search(r"\{[1-4]\}", pattern))
_PLAIN_SENTENCES = tuple(pattern for pattern in SENTENCES if pattern not in _FIGURE_SENTENCES)
ENDS = (
    "下一步，{S}将继续{v}{n}，让居民的{n}更加{a}。",
    "接下来，{C}还将{v}{n}、{v}{n}，把“{B}”的品牌越擦越亮。",
    "{P}表示，今后要把{n}做得更细，把{n}办得更实，不辜负居民的{n}。",
    "据悉，今年年底前，{S}还将新建{n}{1}处，进一步{v}{n}。",
)
HEADLINES = (
    "{S}：{v}{n} 让{n}更{a}",
    "{C}的“{B}”{n}开张了",
    "{S}召开{n}工作会议",
    "{n}{v}进社区 {n}{v}到家门",
    "{C}{v}{n}，居民{v}有了新{n}",
    "“{B}”点亮{C}的{n}",
    "{1}个社区联手{v}{n}",
)
HEADINGS = ("{v}{n}，让{n}{a}起来", "{v}{n}，让{n}{v}起来", "从{n}到{n}", "{n}有了新{n}")
NUMBERS = {"1": (2, 9), "2": (11, 99), "3": (101, 980), "4": (1001, 9800)}
_SLOT = re.compile(r"\{(.)\}")
_NO_CUT_AFTER = frozenset("0123456789“‘（《")


class PageMaker:
    """Makes pages from fixed pools; one instance serves any number of pages."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._pools: dict[str, WordPool] = dictionary_pools()
        self._places = place_stems()
        self._people = person_names()
        self._brands = tuple(BRANDS[at : at + 2] for at in range(0, len(BRANDS) - 1, 2))

    def page(self, index: int) -> tuple[str, bytes]:
        """Return the relative path and the bytes of page number ``index``."""
        chance = random.Random(f"{self._seed}:{index}")
        issue, page = divmod(index, PAGES_PER_ISSUE)
        day_no, paper = divmod(issue, len(NEWSPAPERS))
        day = FIRST_DAY + timedelta(days=day_no)
        writer = _Writer(self, chance, CITIES[paper], day)
        articles: list[list[str]] = []
        written = 0
        while written < CODE_POINTS_PER_PAGE:
            lines = writer.article()
            written += sum(map(len, lines))
            articles.append(lines)
        lines = [f"{NEWSPAPERS[paper]}　{day.year}年{day.month}月{day.day}日　第{page + 1}版"]
        text = "\n\n".join(lines + _interleave(articles, chance)) + "\n"
        return f"{NEWSPAPERS[paper]}/{day.isoformat()}/{page + 1:02d}.txt", text.encode("utf-8")


class _Writer:
    """Fills patterns for one page; words are drawn in bulk because drawing is what costs time."""

    def __init__(self, maker: PageMaker, chance: random.Random, city: str, day: date) -> None:
        self._chance = chance
        self._day = day
        self._words = {kind: iter(pool.draw(chance, 700)) for kind, pool in maker._pools.items()}
        self._pools = maker._pools
        self._places = chance.sample(maker._places, 12)
        self._people = maker._people
        self._brands = maker._brands
        self._city = city
        self._subdistrict = self._community = self._brand = ""

    def article(self) -> list[str]:
        """Return the lines of one article, cut as columns cut them."""
        chance = self._chance
        self._subdistrict = self._places[chance.randrange(4)] + "街道"
        self._community = self._places[4 + chance.randrange(8)] + "社区"
        self._brand = chance.choice(self._brands)
        lines = [self._fill(chance.choice(HEADLINES))]
        byline = " ".join(chance.choice(self._people) for _ in range(chance.randint(1, 2)))
        after_lead = chance.random() < 0.4
        has_headings = chance.random() < 0.3
        heading = chance.choice(HEADINGS)
        paragraphs = chance.randint(2, 5)
        for number in range(paragraphs):
            patterns = [chance.choice(LEADS)] if number == 0 else []
            patterns += self._sentences(chance.randint(2, 4))
            if number == paragraphs - 1:
                patterns.append(chance.choice(ENDS))
            if number and has_headings and number < paragraphs - 1:
                lines.append(self._fill(heading))
            lines.extend(self._cut("".join(map(self._fill, patterns))))
            if number == 0 and after_lead:
                lines.append(byline)
        if not after_lead:
            lines.append(byline)
        return lines

    def _sentences(self, count: int) -> list[str]:
        """Return that many patterns, no two the same, with figures as dense as in the gold pages."""
        with_figures = sum(self._chance.random() < FIGURE_SHARE for _ in range(count))
        chosen = self._chance.sample(_FIGURE_SENTENCES, with_figures)
        chosen += self._chance.sample(_PLAIN_SENTENCES, count - with_figures)
        self._chance.shuffle(chosen)
        return chosen

    def _fill(self, pattern: str) -> str:
        parts = _parts(pattern)
        return "".join([part if at % 2 == 0 else self._slot(part) for at, part in enumerate(parts)])

    def _slot(self, name: str) -> str:
        chance = self._chance
        words = self._words.get(name)
        if words is not None:
            word = next(words, None)
            if word is None:
                words = self._words[name] = iter(self._pools[name].draw(chance, 200))
                word = next(words)
            return word
        if name in NUMBERS:
            low, high = NUMBERS[name]
            return str(low + int(chance.random() * (high - low)))
        if name == "C":
            return self._community
        if name == "S":
            return self._subdistrict
        if name == "B":
            return self._brand
        if name == "P":
            return chance.choice(self._people)
        day = self._day - timedelta(days=chance.randint(1, 9))
        return f"{day.month}月{day.day}日"

    def _cut(self, paragraph: str) -> list[str]:
        chance = self._chance
        if len(paragraph) < 60 or chance.random() >= CUT_SHARE:
            return [paragraph]
        at = chance.randint(20, len(paragraph) - 3)
        while paragraph[at - 1] in _NO_CUT_AFTER or paragraph[at] in "，。、；：”’）》0123456789":
            at -= 1
        repeat = chance.randint(1, 2) if chance.random() < REPEAT_SHARE else 0
        return [paragraph[:at], paragraph[at - repeat :]]


@cache
def _parts(pattern: str) -> list[str]:
    """Return the pattern split at its slots: text, slot, text, slot … text."""
    return _SLOT.split(pattern)


def _interleave(articles: list[list[str]], chance: random.Random) -> list[str]:
    """Return the lines of all articles; now and then the last lines of one stand behind the next one."""
    printed: list[str] = []
    tail: list[str] = []
    for lines in articles:
        keep = len(lines)
        if not tail and len(lines) > 4 and chance.random() < INTERRUPT_SHARE:
            keep -= 2
            printed += lines[:keep]
            tail = lines[keep:]
            continue
        printed += lines
        printed += tail
        tail = []
    return printed + tail


def generate(count: int, seed: int = 1) -> Iterator[tuple[str, bytes]]:
    """Yield relative path and bytes of ``count`` pages of about 4,000 code points each; same seed, same pages."""
    maker = PageMaker(seed)
    for index in range(count):
        yield maker.page(index)


def write_pages(folder: Path, count: int, seed: int = 1) -> int:
    """Write ``count`` pages below ``folder`` and return how many code points they hold."""
    code_points = 0
    made: set[Path] = set()
    for relative, data in generate(count, seed):
        path = folder / relative
        if path.parent not in made:
            path.parent.mkdir(parents=True, exist_ok=True)
            made.add(path.parent)
        path.write_bytes(data)
        code_points += len(data.decode("utf-8"))
    return code_points


def main() -> None:
    """Write pages and say how many characters they hold."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pages", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    started = time.perf_counter()
    code_points = write_pages(arguments.folder, arguments.pages, arguments.seed)
    print(f"{arguments.pages} pages, {code_points} characters, {time.perf_counter() - started:.1f} s")


if __name__ == "__main__":
    main()
