"""Is a decoded text the text of a Chinese page? The checks that refuse it by name, and the statistics behind them.

How bytes become text is in ``decode``; nothing here knows of bytes, except for the readings that mojibake comes from.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from typing import Final

from newstext.records import PageRejectedError

BLANK: Final = "blank"
BINARY: Final = "binary"
MOJIBAKE: Final = "mojibake"
NOT_CHINESE: Final = "not_chinese"
UNASSIGNED_CHARACTERS: Final = "unassigned_characters"
GIANT_LINE: Final = "giant_line"
PAGE_TOO_LARGE: Final = "page_too_large"

MAX_PAGE_CODE_POINTS: Final = 400_000
"""A broadsheet page holds 4,000 to 15,000 characters; a file twenty-five times that is a volume, not a page."""

MAX_LINE_CODE_POINTS: Final = 50_000
"""More than any printed page holds in all; a longer line means that the file has lost its line ends."""

MAX_PAGE_LINES: Final = 4_000
"""That are not blank. A broadsheet's 15,000 characters in the narrowest columns, of four, have fewer."""

MAX_CONTROL_SHARE: Final = 0.01
"""Of all code points. A stray form feed or end-of-file mark is seen in text; one in a hundred is another format."""

MAX_REPLACEMENT_SHARE: Final = 0.005
"""Of all code points. One lost character can stand; more of them mean that an earlier program read it wrongly."""

MAX_UNASSIGNED_SHARE: Final = 0.01
"""Of all code points: private use and unassigned ones, which have no meaning outside the font they came with."""

MIN_HANZI_SHARE: Final = 0.5
"""Of all letters. English names and codes leave a Chinese page above 0.9; Japanese prose is at 0.3 to 0.45."""

MAX_KANA_SHARE: Final = 0.2
"""Of all letters. Chinese text prints kana in brand names at most."""

MIN_COMMON_SHARE: Final = 0.15
"""Of all hanzi. The tables below cover 0.67 to 0.78 of news pages; a wrong reading reaches 0.02."""

MAX_MISREAD_SHARE: Final = 0.15
"""Of all hanzi. UTF-8 read as GBK reaches 0.34 to 0.39, real pages 0.002."""

MIN_HANZI_FOR_STATISTICS: Final = 20
"""Shares of hanzi are not judged on fewer: a very short text may be one rare name."""

# The 500 characters with the highest counts in jieba's dictionary (jieba/dict.txt, MIT licence), most frequent first.
_COMMON_SIMPLIFIED: Final = (
    "一是人了不在有大中国和为这上他个地年来我会以到时要出的生学说道民家子也成行下们于后就发自之对得主长可"
    "过天作分方用多你着部能市等业全里工公经本都而高政法面门动日进区事代那去心小同北定开产前其军还然起种所"
    "如现理机体表力好外与文当两实重新三么只山水关明从化平建又制南内西没此将员名手最东头者月间无安看见各城"
    "十相但已些正口通想度加第她合院物性战由位常点海意场武使次二向治因立数样身情入原问把路被并利石老教万知"
    "级量任江及应省资委务元美特期世湖回系比气汉总展电科金先声提品设或义王社很统处四首共马形己儿司太目基领"
    "队直计别女权话少流命至报米给打变果书清活几州华解议更称程今决张导术府才保交放管结师便走达族反再题色五"
    "京河接条规式县白它改风光运信受什组听布百济党指论强做取技黄神选记斯真却职号界件花类何眼兵传带空干农边"
    "据集联古广完质阳难增历史专官每住商即步认车台林必死游举线言皇土团收考求德叫近备研争非具李众连调感转笑"
    "革该持始英克士尔让拉思根格造较际亲单朝红型价校约器字段周亚深候则功属积快图火千准究往极育装许参半令吃"
    "观鱼精办像帝八复影告远群包整构料随划算象容示投势热值夫网望源息语股铁断派速怎需片爱律纪支早况病境证编"
)

# Common characters whose traditional form is another code point, our own list after the simplified table.
_COMMON_TRADITIONAL: Final = (
    "國為這個來會時學說們於後發對長過著業裡裏經門動進區產軍還種現機體與當兩實麼關從無見員頭間開東將樣問"
    "點場戰數萬級應資務義統處領隊計別話報給變書華議稱術達題規縣風運聽濟黨論強選記職號類傳帶農邊據聯廣質"
    "陽難歷專認車舉線團備爭眾連調轉單較際親讓價約許參觀辦復復遠構劃勢熱網語鐵斷紀況證編師決張導結幾氣漢"
    "總電聲設馬兒條組給幹極準圖積屬則亞紅養責營創獎評獲務擊擴織續維護鄉鎮鄰樓輛餘億興衛獻環檢驗錢買賣讀"
    "寫課詞請謝誰該詳試誠訊訪課講談識警讚園圍塊塵壓壞夢奮寧審層島崗幣幫慶憂應懷態戶護擁擇擔據損搶摯攝敗"
    "敵斂暫曉權欄歡歲殺決沒減溫漸潔濕災煙爺牆獨獅瑪畫異療盡監盤眞碼礎禮離稅窮競筆簡籌糧純紙細終綠維繁罰"
)
COMMON_CHARACTERS: Final = frozenset(_COMMON_SIMPLIFIED + _COMMON_TRADITIONAL)

_MISREAD_LEADS: Final = (
    frozenset(bytes((first, second)).decode("gbk") for first in range(0xE4, 0xEA) for second in range(0x80, 0xC0))
    - COMMON_CHARACTERS
)
"""What GBK makes of the first two of the three bytes of a hanzi in UTF-8 (E4 80 to E9 BF), less what is common."""

_HANZI: Final = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af]")
_KANA: Final = re.compile("[\u3041-\u30fa\u30fc-\u30ff]")
_CONTROL: Final = re.compile("[\x01-\x08\x0e-\x1f\x7f]")
_MISREAD_REPLACEMENT: Final = re.compile("\ufffd|锟斤拷|锟斤|烫烫烫|屯屯屯")
_MISREAD_SIGN: Final = re.compile("[\ufffd锟烫屯]")
_LATIN_SIGN: Final = re.compile("[\u00c0-\u00ff]")
"""Without one of these characters the text holds nothing of the patterns beside them."""

_MISREAD_LATIN: Final = re.compile("[\u00c0-\u00ff][\u0080-\u00ff\u0152-\u0178\u02c6\u02dc\u2013-\u203a\u20ac\u2122]")
_VISIBLE: Final = re.compile("[^\\s\u200b-\u200f\u2060\ufeff\u00ad]")
_SELDOM_ASSIGNED: Final = re.compile("[^\x09-\x7e\u4e00-\u9fd5\u3000-\u303e\uff01-\uff5e\u2010-\u2027]")
_ORDINARY_SIGNS: Final = re.compile("[\x00-\x7f\u2010-\u2027\u3000-\u303f\uff01-\uff5e]+")
_LINE_END: Final = re.compile("\r\n|\n|\r")
_EXCERPT_CODE_POINTS: Final = 60


def common_share(text: str) -> float:
    """Return the share of common characters among those that are neither ASCII nor punctuation, 0 where none is."""
    characters = _ORDINARY_SIGNS.sub("", text)
    return sum(map(COMMON_CHARACTERS.__contains__, characters)) / len(characters) if characters else 0.0


def excerpt(text: str, position: int = 0) -> str:
    """Return up to 60 code points from ``position`` that are safe to print: what is not printable is escaped."""
    piece = text[position : position + _EXCERPT_CODE_POINTS]
    return "".join(
        character if character.isprintable() else character.encode("unicode_escape", "surrogatepass").decode("ascii")
        for character in piece
    )


def refuse_implausible(text: str) -> None:
    """Return where ``text`` may be a page of Chinese; raise PageRejectedError, naming the rule, where it is none.

    The rules, in this order: blank, giant_line, page_too_large, binary, mojibake, unassigned_characters, not_chinese.
    """
    if _VISIBLE.search(text) is None:
        raise PageRejectedError(
            BLANK, "the file holds only white space; put the page's text in it or remove it", value=str(len(text))
        )
    _refuse_size(text)
    # A page has some 4,000 characters and 700 different ones: what is asked of each is asked of those.
    counts = Counter(text)
    distinct = "".join(counts)
    _refuse_control_characters(text, distinct)
    hanzi_count = sum(map(counts.__getitem__, _HANZI.findall(distinct)))
    _refuse_mojibake(text, distinct, counts, hanzi_count)
    _refuse_unassigned(text, distinct)
    _refuse_other_languages(text, distinct, counts, hanzi_count)


def _refuse_size(text: str) -> None:
    if len(text) < 2 * MAX_PAGE_LINES:
        # A line has a character and an end: so short a text is within both limits.
        return
    lines = _LINE_END.split(text)
    longest = max(map(len, lines))
    if longest > MAX_LINE_CODE_POINTS:
        raise PageRejectedError(
            GIANT_LINE,
            f"a line has {longest} characters, the limit is {MAX_LINE_CODE_POINTS}; the file seems to have lost its "
            "line ends, export the page again with one line for each printed block",
            excerpt(text),
            str(longest),
        )
    if len(text) > MAX_PAGE_CODE_POINTS:
        raise PageRejectedError(
            PAGE_TOO_LARGE,
            f"the page has {len(text)} characters, the limit is {MAX_PAGE_CODE_POINTS}; store one page in a file",
            excerpt(text),
            str(len(text)),
        )
    printed = sum(map(bool, map(str.strip, lines))) if len(lines) > MAX_PAGE_LINES else 0
    if printed > MAX_PAGE_LINES:
        raise PageRejectedError(
            PAGE_TOO_LARGE,
            f"the page has {printed} lines, the limit is {MAX_PAGE_LINES}; store one page in a file",
            excerpt(text),
            f"{printed} lines",
        )


def _refuse_control_characters(text: str, distinct: str) -> None:
    if "\x00" in distinct:
        nul = text.find("\x00")
        raise PageRejectedError(
            BINARY,
            f"a NUL character stands at position {nul}; this is no text file, export the page as plain text",
            excerpt(text, max(0, nul - 20)),
            str(text.count("\x00")),
        )
    if _CONTROL.search(distinct) is None:
        return
    first = _CONTROL.search(text)
    if first is None:
        return
    count = len(_CONTROL.findall(text))
    if count > 1 and count > len(text) * MAX_CONTROL_SHARE:
        raise PageRejectedError(
            BINARY,
            f"{count} of {len(text)} characters are control characters; this is no text file, export the page as "
            "plain text",
            excerpt(text, max(0, first.start() - 20)),
            str(count),
        )


def _refuse_mojibake(text: str, distinct: str, counts: Mapping[str, int], hanzi_count: int) -> None:
    replaced = list(_MISREAD_REPLACEMENT.finditer(text)) if _MISREAD_SIGN.search(distinct) else []
    if len(replaced) > 1 and sum(len(match.group()) for match in replaced) > len(text) * MAX_REPLACEMENT_SHARE:
        raise _mojibake("replacement characters (U+FFFD or 锟斤拷)", len(replaced), text, replaced[0].start())
    latin = _MISREAD_LATIN.findall(text) if _LATIN_SIGN.search(distinct) else []
    if len(latin) > 2 and len(latin) * 2 > hanzi_count:
        first = _MISREAD_LATIN.search(text)
        raise _mojibake(
            "pairs of accented letters as they come from UTF-8 or GBK read as Latin-1",
            len(latin),
            text,
            first.start() if first else 0,
        )
    if hanzi_count < MIN_HANZI_FOR_STATISTICS:
        return
    misread = sum(map(counts.__getitem__, _MISREAD_LEADS.intersection(distinct)))
    if misread > hanzi_count * MAX_MISREAD_SHARE:
        raise _mojibake("characters as they come from UTF-8 read as GBK", misread, text, 0)
    common = sum(map(counts.__getitem__, COMMON_CHARACTERS.intersection(distinct)))
    if common < hanzi_count * MIN_COMMON_SHARE:
        raise _mojibake(
            f"rare characters (only {common} of {hanzi_count} are common ones)", hanzi_count - common, text, 0
        )


def _mojibake(what: str, count: int, text: str, position: int) -> PageRejectedError:
    return PageRejectedError(
        MOJIBAKE,
        f"the text holds {count} {what}: another program read it in the wrong encoding and stored it again; "
        "fetch the page from its source once more",
        excerpt(text, max(0, position - 20)),
        str(count),
    )


def _refuse_unassigned(text: str, distinct: str) -> None:
    unassigned = {
        character
        for character in _SELDOM_ASSIGNED.findall(distinct)
        if unicodedata.category(character) in {"Co", "Cn", "Cs"}
    }
    if not unassigned:
        return
    strange = [at for at, character in enumerate(text) if character in unassigned]
    if len(strange) > 1 and len(strange) > len(text) * MAX_UNASSIGNED_SHARE:
        raise PageRejectedError(
            UNASSIGNED_CHARACTERS,
            f"{len(strange)} of {len(text)} characters are private-use or unassigned code points, which only the "
            "font of the source can show; export the page again as Unicode",
            excerpt(text, max(0, strange[0] - 20)),
            str(len(strange)),
        )


def _refuse_other_languages(text: str, distinct: str, counts: Mapping[str, int], hanzi: int) -> None:
    letters = sum(map(counts.__getitem__, filter(str.isalpha, distinct)))
    kana = sum(map(counts.__getitem__, _KANA.findall(distinct)))
    if hanzi and hanzi >= letters * MIN_HANZI_SHARE and kana <= letters * MAX_KANA_SHARE:
        return
    raise PageRejectedError(
        NOT_CHINESE,
        f"{hanzi} of {letters} letters are Chinese characters ({kana} are kana), at least "
        f"{MIN_HANZI_SHARE:.0%} are needed; only Chinese pages can be read",
        excerpt(text),
        f"{hanzi}/{letters}",
    )
