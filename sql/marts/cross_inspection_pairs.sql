-- mart.cross_inspection_pairs (R8)
-- Purpose: Who inspects whom when communities are paired for cross-inspection.
-- Grain: one row per group and member; a member without a printed group has group_no null.
-- Units: group_no as printed (第一组 is 1).
create or replace view mart.cross_inspection_pairs as
with candidate as (
    select article_key from intermediate.articles_with('互查')
    union select article_key from intermediate.articles_with('互评')
    union select article_key from intermediate.articles_with('交叉')
),
inspection as materialized (
    select article_key, body
    from main.dim_article
    where article_key in (select article_key from candidate)
        and regexp_matches(body, '互查|互评|交叉考评|交叉检查|交叉互评|交叉评')
),
-- The text is cut at 第一组, 第二组 …; a group's members stand between its mark and the next one, up to 。
piece as (
    select article_key, unnest(string_split_regex(body, '第[一二三四五六七八九十]+小?组')) as text,
        generate_subscripts(string_split_regex(body, '第[一二三四五六七八九十]+小?组'), 1) as piece_no
    from inspection
),
mark as (
    select article_key, unnest(regexp_extract_all(body, '第[一二三四五六七八九十]+小?组')) as text,
        generate_subscripts(regexp_extract_all(body, '第[一二三四五六七八九十]+小?组'), 1) as piece_no
    from inspection
),
span as (
    select p.article_key, p.piece_no - 1 as group_no,
        sum(length(p.text) + coalesce(length(m.text), 0)) over (
            partition by p.article_key order by p.piece_no rows between unbounded preceding and 1 preceding
        ) as span_start,
        length(string_split(p.text, '。')[1]) as span_length
    from piece as p
    left join mark as m on m.article_key = p.article_key and m.piece_no = p.piece_no
),
member as (
    select s.article_key, s.group_no, m.entity_key as place_key, min(m.body_start) as body_start,
        arg_min({'line_no': m.line_no, 'paragraph_no': m.paragraph_no, 'sentence_no': m.sentence_no}, m.body_start) as spot
    from span as s
    join main.fact_mention as m
        on m.article_key = s.article_key and m.entity_kind = 'place'
        and m.body_start >= s.span_start and m.body_start < s.span_start + s.span_length
    join main.dim_place as p on p.place_key = m.entity_key and p.level in ('community', 'village', 'compound')
    where s.group_no >= 1
    group by s.article_key, s.group_no, m.entity_key
    union all
    select i.article_key, null, b.place_key, min(m.body_start),
        arg_min({'line_no': m.line_no, 'paragraph_no': m.paragraph_no, 'sentence_no': m.sentence_no}, m.body_start)
    from inspection as i
    join main.bridge_article_place as b on b.article_key = i.article_key and b.role in ('host', 'partner')
    join main.dim_place as p on p.place_key = b.place_key and p.level in ('community', 'village', 'compound')
    left join main.fact_mention as m
        on m.article_key = i.article_key and m.entity_kind = 'place' and m.entity_key = b.place_key
    where not exists (select 1 from mark where mark.article_key = i.article_key)
    group by i.article_key, b.place_key
),
finding as (
    select s.article_key, string_agg(s.text, '' order by s.body_start) as findings
    from main.fact_sentence as s
    join inspection as i on i.article_key = s.article_key
    where regexp_matches(s.text, '问题清单|找问题|问题|不足|差距|短板')
    group by s.article_key
)
select
    m.group_no,
    p.name as community,
    (
        select string_agg(o_place.name, '、' order by o.body_start)
        from member as o
        join main.dim_place as o_place on o_place.place_key = o.place_key
        where o.article_key = m.article_key and o.group_no = m.group_no and o.place_key <> m.place_key
    ) as partner_community,
    f.findings,
    a.file_name,
    m.spot.line_no,
    s.text as source_text,
    a.title,
    a.published_on,
    a.dated_on,
    a.dated_on_precision
from member as m
join intermediate.article as a on a.article_key = m.article_key
join main.dim_place as p on p.place_key = m.place_key
left join finding as f on f.article_key = m.article_key
left join main.fact_sentence as s
    on s.article_key = m.article_key and s.paragraph_no = m.spot.paragraph_no and s.sentence_no = m.spot.sentence_no;

comment on view mart.cross_inspection_pairs is 'One row per group and member; a member without a printed group has group_no null. Who inspects whom when communities are paired for cross-inspection.';
comment on column mart.cross_inspection_pairs.group_no is 'Number of the group as printed; null where no groups are.';
comment on column mart.cross_inspection_pairs.community is 'Member of the group.';
comment on column mart.cross_inspection_pairs.partner_community is 'The other members of the group, joined by 、.';
comment on column mart.cross_inspection_pairs.findings is 'Sentences about problems found, as printed; null where none are.';
comment on column mart.cross_inspection_pairs.file_name is 'File of the page.';
comment on column mart.cross_inspection_pairs.line_no is 'Line of the file, from 1, on which the quoted text begins.';
comment on column mart.cross_inspection_pairs.source_text is 'The printed words.';
comment on column mart.cross_inspection_pairs.title is 'Title of the article.';
comment on column mart.cross_inspection_pairs.published_on is 'Day of publication; null where the page does not say.';
comment on column mart.cross_inspection_pairs.dated_on is 'The day known best: that of publication, else the last day of the most precise date that the article prints.';
comment on column mart.cross_inspection_pairs.dated_on_precision is 'published, else day, month, year or period; null where no date is known.';
