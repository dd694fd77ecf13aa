-- mart.reporter_output
-- Purpose: What each reporter wrote, and about what.
-- Grain: one row per reporter and newspaper.
-- Units: articles; code_points of bodies; an article of two reporters counts for both.
create or replace view mart.reporter_output as
with written as (
    select b.person_key, s.newspaper, f.article_key, f.topic_key, f.place_key, f.code_point_count, f.observation_count,
        s.published_on
    from main.bridge_article_person as b
    join main.fact_article as f on f.article_key = b.article_key
    join main.dim_article as a on a.article_key = b.article_key and a.duplicate_of_article_key is null
    join main.dim_source as s on s.source_key = a.source_key
    where b.role = 'reporter'
),
favourite as (
    select person_key, newspaper, topic_key, count(*) as articles
    from written
    where topic_key <> 0
    group by person_key, newspaper, topic_key
)
select
    n.name as reporter,
    w.newspaper,
    count(*) as articles,
    sum(w.code_point_count) as code_points,
    sum(w.observation_count) as figures,
    count(distinct nullif(w.place_key, 0)) as places,
    (
        select arg_max(t.name_zh, (f.articles, t.code))
        from favourite as f
        join main.dim_topic as t on t.topic_key = f.topic_key
        where f.person_key = w.person_key and f.newspaper is not distinct from w.newspaper
    ) as main_topic,
    min(w.published_on) as first_seen_on,
    max(w.published_on) as last_seen_on
from written as w
join main.dim_person as n on n.person_key = w.person_key
group by n.name, w.person_key, w.newspaper;

comment on view mart.reporter_output is 'One row per reporter and newspaper. What each reporter wrote, and about what.';
comment on column mart.reporter_output.reporter is 'Name as printed in bylines.';
comment on column mart.reporter_output.newspaper is 'Newspaper; null where unknown.';
comment on column mart.reporter_output.articles is 'Articles with the name in their byline.';
comment on column mart.reporter_output.code_points is 'Code points of their bodies.';
comment on column mart.reporter_output.figures is 'Reported figures in them.';
comment on column mart.reporter_output.places is 'Different lead places.';
comment on column mart.reporter_output.main_topic is 'Lead topic of most of them.';
comment on column mart.reporter_output.first_seen_on is 'First day of publication; null where unknown.';
comment on column mart.reporter_output.last_seen_on is 'Last day of publication; null where unknown.';
