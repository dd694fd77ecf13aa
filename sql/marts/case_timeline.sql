-- mart.case_timeline (R19)
-- Purpose: Single cases from report to repair, step by step.
-- Grain: one row per step of a case; a case begins with a sentence in which residents report a need and ends with the next report, with another community, or two paragraphs on.
-- Units: case_no and step_no count from 1 in printed order.
create or replace view mart.case_timeline as
with candidate as (
    select article_key from intermediate.articles_with('反映')
    union select article_key from intermediate.articles_with('提出')
    union select article_key from intermediate.articles_with('求助')
    union select article_key from intermediate.articles_with('投诉')
    union select article_key from intermediate.articles_with('抱怨')
    union select article_key from intermediate.articles_with('吐槽')
),
told as materialized (
    select s.article_key, s.body_start, s.body_end, s.text, s.paragraph_no, s.line_no,
        -- Most sentences are ruled out by the verbs alone, which are found quicker.
        case
            when regexp_matches(s.text, '反映|提出|求助|投诉|抱怨|吐槽')
                then regexp_matches(s.text, '(居民|业主|群众|村民|老人|住户|阿姨|大爷|先生|女士|老伯|奶奶).*(反映|提出|求助|投诉|抱怨|吐槽)')
            else false
        end as is_report
    from main.fact_sentence as s
    where s.article_key in (select article_key from candidate)
),
opened as (
    select article_key, body_start, body_end, text, paragraph_no,
        row_number() over (partition by article_key order by body_start) as case_no,
        lead(body_start) over (partition by article_key order by body_start) as next_start
    from told
    where is_report
),
numbered as (
    select t.*, o.case_no, o.text as demand, o.body_start as reported_at, o.body_end as reported_end,
        case
            when t.body_start = o.body_start then 'reported'
            -- The patterns of all steps: most sentences match none, and one is tried quicker than six.
            when not regexp_matches(t.text, '满意|点赞|感谢|称赞|连连|夸赞|完工|竣工|投入使用|办结|销号|解决了|得到.*解决|落成|焕然一新|施工|安装|加装|增设|修缮|改造|更换|修复|建成|搭建|清理|修补|动工|推动.*建设|方案|决定|达成|表决|敲定|列入|清单|制定|议事|协商|商讨|讨论|座谈|圆桌|征求|走访|勘查|勘察|查看|核实|调研|排查|实地|上门') then null
            when regexp_matches(t.text, '满意|点赞|感谢|称赞|连连|夸赞') then 'response'
            when regexp_matches(t.text, '完工|竣工|投入使用|办结|销号|解决了|得到.*解决|落成|焕然一新') then 'closed'
            when regexp_matches(t.text, '施工|安装|加装|增设|修缮|改造|更换|修复|建成|搭建|清理|修补|动工|推动.*建设') then 'built'
            when regexp_matches(t.text, '方案|决定|达成|表决|敲定|列入|清单|制定') then 'agreed'
            when regexp_matches(t.text, '议事|协商|商讨|讨论|座谈|圆桌|征求') then 'discussed'
            when regexp_matches(t.text, '走访|勘查|勘察|查看|核实|调研|排查|实地|上门') then 'surveyed'
        end as step
    from told as t
    join opened as o
        on o.article_key = t.article_key and t.body_start >= o.body_start and t.paragraph_no <= o.paragraph_no + 2
        and (o.next_start is null or t.body_start < o.next_start)
),
-- Of all kinds: comparing the kinds of all mentions takes longer than finding those of few articles.
mention as materialized (
    select article_key, entity_kind, entity_key, body_start
    from main.fact_mention
    where article_key in (select article_key from opened)
),
-- The community named last before the end of the report is where the case plays.
located as (
    select o.article_key, o.case_no, any_value(o.body_end) as reported_end, arg_max(p.place_key, m.body_start) as place_key,
        arg_max(p.level, m.body_start) as level
    from opened as o
    join mention as m
        on m.article_key = o.article_key and m.entity_kind = 'place' and m.body_start < o.body_end
    join main.dim_place as p on p.place_key = m.entity_key and p.level in ('community', 'village', 'compound')
    group by o.article_key, o.case_no
),
-- What is told of another community is no step of the case.
elsewhere as (
    select c.article_key, c.case_no, min(m.body_start) as body_start
    from located as c
    join mention as m
        on m.article_key = c.article_key and m.entity_kind = 'place' and m.body_start >= c.reported_end
        and m.entity_key <> c.place_key
    join main.dim_place as p on p.place_key = m.entity_key and p.level = 'community'
    where c.level = 'community'
    group by c.article_key, c.case_no
),
followed as (
    select n.*
    from numbered as n
    left join elsewhere as e on e.article_key = n.article_key and e.case_no = n.case_no
    where n.step is not null and (e.body_start is null or n.body_end <= e.body_start)
),
-- A report that nothing follows is no case.
cases as (
    select article_key, case_no, any_value(demand) as demand, any_value(reported_at) as reported_at,
        any_value(reported_end) as reported_end
    from followed
    group by article_key, case_no
    having count(distinct step) >= 3 or bool_or(step in ('built', 'closed'))
),
resident as (
    select c.article_key, c.case_no, string_agg(distinct n.name, '、' order by n.name) as resident
    from cases as c
    join mention as m
        on m.article_key = c.article_key and m.entity_kind = 'person'
        and m.body_start >= c.reported_at and m.body_start < c.reported_end
    join main.dim_person as n on n.person_key = m.entity_key and n.kind = 'resident'
    group by c.article_key, c.case_no
)
select
    p.name as place,
    p.level as place_level,
    t.case_no,
    r.resident,
    c.demand,
    nullif(concat_ws('、',
        case when regexp_matches(t.text, '先锋') then '党员先锋' end,
        case when regexp_matches(t.text, '网格员|网格长') then '网格员' end,
        case when regexp_matches(t.text, '社工|社区工作者|社区工作人员') then '社工' end,
        case when regexp_matches(t.text, '志愿者') then '志愿者' end,
        case when regexp_matches(t.text, '民警') then '民警' end,
        case when regexp_matches(t.text, '物业') then '物业' end
    ), '') as found_by,
    nullif(concat_ws('、',
        case when regexp_matches(t.text, '微信|线上|小程序|网络') then '线上' end,
        case when regexp_matches(t.text, '走访|上门|入户|巡查|实地') then '线下' end,
        case when regexp_matches(t.text, '热线|12345|电话') then '电话' end,
        case when regexp_matches(t.text, '议事|协商|座谈|圆桌|会议') then '会议' end
    ), '') as channel,
    row_number() over (partition by t.article_key, t.case_no order by t.body_start) as step_no,
    t.step,
    case when t.step in ('closed', 'built', 'response') then t.text end as result,
    a.file_name,
    t.line_no,
    t.text as source_text,
    a.title,
    a.published_on,
    a.dated_on,
    a.dated_on_precision
from followed as t
join cases as c on c.article_key = t.article_key and c.case_no = t.case_no
join intermediate.article as a on a.article_key = t.article_key
left join located as e on e.article_key = t.article_key and e.case_no = t.case_no
left join main.dim_place as p on p.place_key = coalesce(e.place_key, a.place_key) and p.place_key <> 0
left join resident as r on r.article_key = t.article_key and r.case_no = t.case_no;

comment on view mart.case_timeline is 'One row per step of a case; a case begins with a sentence in which residents report a need and ends with the next report, with another community, or two paragraphs on. Single cases from report to repair, step by step.';
comment on column mart.case_timeline.place is 'Community named last before the end of the report, else the lead place of the article.';
comment on column mart.case_timeline.place_level is 'Its level.';
comment on column mart.case_timeline.case_no is 'Number of the case in its article, from 1.';
comment on column mart.case_timeline.resident is 'Residents whom the report names, joined by 、.';
comment on column mart.case_timeline.demand is 'The sentence that reports the need.';
comment on column mart.case_timeline.found_by is 'Who acts in this step, as far as the sentence says.';
comment on column mart.case_timeline.channel is 'Channels named in the sentence: 线上, 线下, 电话, 会议.';
comment on column mart.case_timeline.step_no is 'Place of the step in the case, from 1.';
comment on column mart.case_timeline.step is 'reported, surveyed, discussed, agreed, built, closed or response.';
comment on column mart.case_timeline.result is 'The sentence, where it says what was built or how it ended; else null.';
comment on column mart.case_timeline.file_name is 'File of the page.';
comment on column mart.case_timeline.line_no is 'Line of the file, from 1, on which the quoted text begins.';
comment on column mart.case_timeline.source_text is 'The printed words.';
comment on column mart.case_timeline.title is 'Title of the article.';
comment on column mart.case_timeline.published_on is 'Day of publication; null where the page does not say.';
comment on column mart.case_timeline.dated_on is 'The day known best: that of publication, else the last day of the most precise date that the article prints.';
comment on column mart.case_timeline.dated_on_precision is 'published, else day, month, year or period; null where no date is known.';
