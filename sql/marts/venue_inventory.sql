-- mart.venue_inventory (R5)
-- Purpose: Places for deliberation and service close to home: who runs them, what for, and how many there are.
-- Grain: one row per venue, or series of venues, and article that names it.
-- Units: count in places or pieces.
create or replace view mart.venue_inventory as
with dated as (
    select article_key, precision, resolved_to,
        row_number() over (
            partition by article_key
            order by precision = 'day' desc, precision = 'month' desc, precision = 'year' desc, resolved_to desc, precision
        ) as choice
    from main.fact_date_mention
    where resolved_to is not null
),
article as (
    select a.article_key, a.title, a.body, a.is_truncated, s.file_name, s.published_on,
        coalesce(s.published_on, d.resolved_to) as dated_on,
        case when s.published_on is not null then 'published' else d.precision end as dated_on_precision
    from main.dim_article as a
    join main.dim_source as s on s.source_key = a.source_key
    left join dated as d on d.article_key = a.article_key and d.choice = 1
    where a.article_key <> 0 and a.duplicate_of_article_key is null
),
line as (
    select article_key, body_start, line_no
    from ops.page_line
    where role = 'body' and kept_chars > 0
),
headline as (
    select article_key, min(line_no) as line_no from ops.page_line where role = 'title' group by article_key
),
unit as (
    select p.place_key, 0 as organization_key, p.name as unit, p.level as unit_level,
        parent.name as parent_unit
    from main.dim_place as p
    left join main.dim_place as parent on parent.place_key = p.parent_place_key and parent.place_key <> 0
    where p.place_key <> 0
    union all
    select 0, g.organization_key, g.name, g.kind, seat.name
    from main.dim_organization as g
    left join main.dim_place as seat on seat.place_key = g.place_key and seat.place_key <> 0
    where g.organization_key <> 0
),
named as (
    select b.article_key, b.initiative_key, n.name, b.kind, b.owner_place_key, b.owner_organization_key,
        fa.place_key as lead_place_key, fa.topic_key, min(m.body_start) as body_start
    from main.bridge_article_initiative as b
    join main.dim_initiative as n on n.initiative_key = b.initiative_key
    join main.fact_article as fa on fa.article_key = b.article_key
    left join main.fact_mention as m
        on m.article_key = b.article_key and m.entity_kind = 'initiative' and m.entity_key = b.initiative_key
    where b.kind in ('venue', 'facility')
    group by all
),
figure as (
    select o.*, i.name as indicator, i.category,
        case when o.place_key <> 0 then 0 else o.organization_key end as unit_organization_key
    from main.fact_observation as o
    join main.dim_indicator as i on i.indicator_key = o.indicator_key
    where i.category = 'facility'
),
told as (
    select n.article_key, n.name as venue, n.kind as venue_kind, n.body_start, f.value as count, f.unit as unit_word,
        f.qualifier, f.source_text,
        coalesce(nullif(n.owner_place_key, 0), case when n.owner_organization_key = 0 then n.lead_place_key end, 0)
        as place_key,
        case when n.owner_place_key <> 0 then 0 else n.owner_organization_key end as unit_organization_key
    from named as n
    left join figure as f on f.article_key = n.article_key and f.initiative_key = n.initiative_key
    union all
    select f.article_key, f.indicator, 'facility', f.body_start, f.value, f.unit, f.qualifier, f.source_text,
        f.place_key, f.unit_organization_key
    from figure as f
    where not exists (
        select 1 from named as n where n.article_key = f.article_key and n.initiative_key = f.initiative_key
    )
)
select
    u.unit as owner,
    u.unit_level as owner_level,
    t.venue,
    t.venue_kind,
    nullif(regexp_extract(t.venue, '[“「](.+?)[”」]', 1), '') as brand,
    t.count,
    t.unit_word,
    t.qualifier,
    nullif(concat_ws('、',
        case when regexp_matches(t.venue || coalesce(s.text, ''), '议事|协商|商议|讨论|圆桌') then '议事' end,
        case when regexp_matches(t.venue || coalesce(s.text, ''), '调解|纠纷') then '调解' end,
        case when regexp_matches(t.venue || coalesce(s.text, ''), '学习|学堂|课堂|书|阅读|教学') then '学习' end,
        case when regexp_matches(t.venue || coalesce(s.text, ''), '快递|外卖|骑手|司机|新就业') then '新就业群体' end,
        case when regexp_matches(t.venue || coalesce(s.text, ''), '老年|老人|日间照料|养老') then '养老' end,
        case when regexp_matches(t.venue || coalesce(s.text, ''), '休憩|休闲|健身|广场|亭|座椅') then '休闲' end,
        case when regexp_matches(t.venue || coalesce(s.text, ''), '便民|服务') then '便民服务' end
    ), '') as purpose,
    a.file_name,
    coalesce(l.line_no, h.line_no) as line_no,
    coalesce(t.source_text, s.text, a.title) as source_text,
    a.title,
    a.published_on,
    a.dated_on,
    a.dated_on_precision
from told as t
join article as a on a.article_key = t.article_key
left join unit as u on u.place_key = t.place_key and u.organization_key = t.unit_organization_key
left join main.fact_sentence as s
    on s.article_key = t.article_key and s.body_start <= t.body_start and t.body_start < s.body_end
left join headline as h on h.article_key = t.article_key
asof left join line as l on l.article_key = t.article_key and l.body_start <= t.body_start;

comment on view mart.venue_inventory is 'One row per venue, or series of venues, and article that names it. Places for deliberation and service close to home: who runs them, what for, and how many there are.';
comment on column mart.venue_inventory.owner is 'Place or organisation that runs it, else the lead place of the article.';
comment on column mart.venue_inventory.owner_level is 'Level of the place, or kind of the organisation.';
comment on column mart.venue_inventory.venue is 'Venue, or thing counted, as printed.';
comment on column mart.venue_inventory.venue_kind is 'venue or facility.';
comment on column mart.venue_inventory.brand is 'Name in quotation marks inside the venue''s name.';
comment on column mart.venue_inventory.count is 'How many; null where the page prints no figure.';
comment on column mart.venue_inventory.unit_word is 'Measure word as printed.';
comment on column mart.venue_inventory.qualifier is 'exact, at_least or about, as the wording says.';
comment on column mart.venue_inventory.purpose is 'What it is for, as far as name and sentence say.';
comment on column mart.venue_inventory.file_name is 'File of the page.';
comment on column mart.venue_inventory.line_no is 'Line of the file, from 1, on which the quoted text begins.';
comment on column mart.venue_inventory.source_text is 'The printed words.';
comment on column mart.venue_inventory.title is 'Title of the article.';
comment on column mart.venue_inventory.published_on is 'Day of publication; null where the page does not say.';
comment on column mart.venue_inventory.dated_on is 'The day known best: that of publication, else the last day of the most precise date that the article prints.';
comment on column mart.venue_inventory.dated_on_precision is 'published, else day, month, year or period; null where no date is known.';
