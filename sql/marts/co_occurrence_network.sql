-- mart.co_occurrence_network
-- Purpose: Which places stand in the same articles.
-- Grain: one row per pair of places, each pair once.
-- Units: articles; jaccard from 0 to 1.
create or replace view mart.co_occurrence_network as
-- The sides of a pair by name, so that the same pair stands the same way round on every machine.
with ranked as (
    select place_key, row_number() over (order by name, place_key) as place_rank
    from main.dim_place
    where level in ('development_zone', 'subdistrict', 'community', 'village', 'compound')
),
named as (
    select b.place_key, b.article_key, p.place_rank
    from main.bridge_article_place as b
    join intermediate.article as a on a.article_key = b.article_key
    join ranked as p on p.place_key = b.place_key
),
pair as (
    select x.place_key as place_key, y.place_key as other_place_key, count(*) as articles,
        min(x.article_key) as article_key
    from named as x
    join named as y on y.article_key = x.article_key and y.place_rank > x.place_rank
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
join intermediate.article as a on a.article_key = r.article_key;

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
