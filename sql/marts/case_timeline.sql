-- mart.case_timeline (R19)
-- Purpose: Single cases from report to repair, step by step.
-- Grain: one row per step of a case; a case is an article in which somebody reports a need and at least two later steps follow.
-- Units: step_no counts from 1 in printed order.
create or replace view mart.case_timeline as
with article as (
    select a.article_key, a.title, a.body, a.is_truncated, s.file_name, s.published_on
    from main.dim_article as a
    join main.dim_source as s on s.source_key = a.source_key
    where a.article_key <> 0 and a.duplicate_of_article_key is null
),
line as (
    select article_key, body_start, line_no
    from ops.page_line
    where role = 'body' and kept_chars > 0
),
reported as (
    select distinct article_key
    from main.fact_sentence
    where (contains(text, '反映') or contains(text, '提出') or contains(text, '诉求') or contains(text, '求助')
        or contains(text, '投诉') or contains(text, '烦心') or contains(text, '担忧') or contains(text, '抱怨'))
        and regexp_matches(text, '居民|业主|群众|村民|老人|住户|阿姨|大爷|先生|女士|老伯|奶奶')
),
stepped as (
    select s.article_key, s.body_start, s.text,
        case
            when regexp_matches(s.text, '满意|点赞|感谢|称赞|连连|夸') then 'response'
            when regexp_matches(s.text, '完工|竣工|投入使用|办结|销号|解决了|得到.*解决|落成|焕然一新|圆满') then 'closed'
            when regexp_matches(s.text, '施工|安装|加装|修缮|改造|更换|修复|建成|搭建|清理|修补|动工') then 'built'
            when regexp_matches(s.text, '方案|决定|达成|表决|敲定|列入|清单') then 'agreed'
            when regexp_matches(s.text, '议事|协商|商讨|讨论|座谈|圆桌|征求') then 'discussed'
            when regexp_matches(s.text, '走访|勘查|勘察|查看|核实|调研|排查|实地|上门') then 'surveyed'
            when regexp_matches(s.text, '反映|提出|诉求|求助|投诉|烦心|担忧|抱怨') then 'reported'
        end as step
    from main.fact_sentence as s
    join reported as r on r.article_key = s.article_key
),
cases as (
    select article_key, min(body_start) filter (where step = 'reported') as reported_at,
        arg_min(text, body_start) filter (where step = 'reported') as demand
    from stepped
    group by article_key
    having count(distinct step) >= 3 and count(*) filter (where step = 'reported') > 0
),
resident as (
    select b.article_key, string_agg(distinct n.name, '、' order by n.name) as resident
    from main.bridge_article_person as b
    join main.dim_person as n on n.person_key = b.person_key
    where b.role = 'resident'
    group by b.article_key
)
select
    p.name as place,
    p.level as place_level,
    r.resident,
    c.demand,
    nullif(concat_ws('、',
        case when regexp_matches(s.text, '先锋') then '党员先锋' end,
        case when regexp_matches(s.text, '网格员|网格长') then '网格员' end,
        case when regexp_matches(s.text, '社工|社区工作者|社区工作人员') then '社工' end,
        case when regexp_matches(s.text, '志愿者') then '志愿者' end,
        case when regexp_matches(s.text, '民警') then '民警' end,
        case when regexp_matches(s.text, '物业') then '物业' end
    ), '') as found_by,
    nullif(concat_ws('、',
        case when regexp_matches(s.text, '微信|线上|小程序|网络') then '线上' end,
        case when regexp_matches(s.text, '走访|上门|入户|巡查|实地') then '线下' end,
        case when regexp_matches(s.text, '热线|12345|电话') then '电话' end,
        case when regexp_matches(s.text, '议事|协商|座谈|圆桌|会议') then '会议' end
    ), '') as channel,
    row_number() over (partition by s.article_key order by s.body_start) as step_no,
    s.step,
    case when s.step in ('closed', 'built', 'response') then s.text end as result,
    a.file_name,
    l.line_no,
    s.text as source_text,
    a.title,
    a.published_on
from stepped as s
join cases as c on c.article_key = s.article_key
join article as a on a.article_key = s.article_key
join main.fact_article as f on f.article_key = s.article_key
left join main.dim_place as p on p.place_key = f.place_key and p.place_key <> 0
left join resident as r on r.article_key = s.article_key
asof left join line as l on l.article_key = s.article_key and l.body_start <= s.body_start
where s.step is not null;

comment on view mart.case_timeline is 'One row per step of a case; a case is an article in which somebody reports a need and at least two later steps follow. Single cases from report to repair, step by step.';
comment on column mart.case_timeline.place is 'Lead place of the article.';
comment on column mart.case_timeline.place_level is 'Its level.';
comment on column mart.case_timeline.resident is 'Residents whom the article names, joined by 、.';
comment on column mart.case_timeline.demand is 'The sentence that first reports the need.';
comment on column mart.case_timeline.found_by is 'Who acts in this step, as far as the sentence says.';
comment on column mart.case_timeline.channel is 'Channels named in the sentence: 线上, 线下, 电话, 会议.';
comment on column mart.case_timeline.step_no is 'Place of the step in the article, from 1.';
comment on column mart.case_timeline.step is 'reported, surveyed, discussed, agreed, built, closed or response.';
comment on column mart.case_timeline.result is 'The sentence, where it says what was built or how it ended; else null.';
comment on column mart.case_timeline.file_name is 'File of the page.';
comment on column mart.case_timeline.line_no is 'Line of the file, from 1, on which the quoted text begins.';
comment on column mart.case_timeline.source_text is 'The printed words.';
comment on column mart.case_timeline.title is 'Title of the article.';
comment on column mart.case_timeline.published_on is 'Day of publication; null where the page does not say.';
