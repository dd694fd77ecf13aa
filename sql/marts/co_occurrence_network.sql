-- mart.co_occurrence_network
-- Purpose: Which places stand in the same articles.
-- Grain: one row per pair of places, each pair once.
-- Units: articles; jaccard from 0 to 1.
create or replace view mart.co_occurrence_network as
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
named as (
    select b.place_key, b.article_key
    from main.bridge_article_place as b
    join article as a on a.article_key = b.article_key
    join main.dim_place as p on p.place_key = b.place_key
    where p.level in ('development_zone', 'subdistrict', 'community', 'village', 'compound')
),
-- The sides of a pair by name, so that the same pair stands the same way round on every machine.
pair as (
    select x.place_key as place_key, y.place_key as other_place_key, count(*) as articles,
        min(x.article_key) as article_key
    from named as x
    join named as y on y.article_key = x.article_key
    join main.dim_place as xp on xp.place_key = x.place_key
    join main.dim_place as yp on yp.place_key = y.place_key
    where (xp.name, x.place_key) < (yp.name, y.place_key)
    group by x.place_key, y.place_key
),
single as (
    select place_key, count(*) as articles from named group by place_key
)
select
    p.name as place,
    p.level as place_level,
    o.name as other_place,
    o.level as other_place_level,
    r.articles,
    round(r.articles / (s.articles + t.articles - r.articles), 4) as jaccard,
    p.parent_place_key = o.place_key or o.parent_place_key = p.place_key as is_contained,
    a.file_name,
    a.title,
    a.published_on
from pair as r
join main.dim_place as p on p.place_key = r.place_key
join main.dim_place as o on o.place_key = r.other_place_key
join single as s on s.place_key = r.place_key
join single as t on t.place_key = r.other_place_key
join article as a on a.article_key = r.article_key;

comment on view mart.co_occurrence_network is 'One row per pair of places, each pair once. Which places stand in the same articles.';
comment on column mart.co_occurrence_network.place is 'One place.';
comment on column mart.co_occurrence_network.place_level is 'Its level.';
comment on column mart.co_occurrence_network.other_place is 'The other place.';
comment on column mart.co_occurrence_network.other_place_level is 'Its level.';
comment on column mart.co_occurrence_network.articles is 'Articles that name both.';
comment on column mart.co_occurrence_network.jaccard is 'Articles that name both by articles that name either.';
comment on column mart.co_occurrence_network.is_contained is 'Whether one is the parent of the other.';
comment on column mart.co_occurrence_network.file_name is 'File of one of the articles.';
comment on column mart.co_occurrence_network.title is 'Its title.';
comment on column mart.co_occurrence_network.published_on is 'Its day of publication.';
