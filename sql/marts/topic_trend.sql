-- mart.topic_trend
-- Purpose: How much is written about each topic, month by month.
-- Grain: one row per topic and month of publication; month is null where no day of publication is known.
-- Units: articles; share_of_articles from 0 to 1.
create or replace view mart.topic_trend as
with told as (
    select b.topic_key, a.article_key, b.role, b.score, date_trunc('month', s.published_on)::date as month
    from main.bridge_article_topic as b
    join main.dim_article as a on a.article_key = b.article_key and a.duplicate_of_article_key is null
    join main.dim_source as s on s.source_key = a.source_key
),
months as (
    select date_trunc('month', s.published_on)::date as month, count(*) as articles
    from main.dim_article as a
    join main.dim_source as s on s.source_key = a.source_key
    where a.article_key <> 0 and a.duplicate_of_article_key is null
    group by 1
),
counted as (
    select d.topic_key, d.month, count(distinct d.article_key) as articles,
        count(distinct d.article_key) filter (where d.role = 'lead') as lead_articles
    from told as d
    group by d.topic_key, d.month
)
select
    t.code as topic,
    t.name_zh as topic_zh,
    c.month,
    c.articles,
    c.lead_articles,
    round(c.articles / m.articles, 4) as share_of_articles,
    case
        when c.month is not null then c.articles - lag(c.articles) over (partition by c.topic_key order by c.month)
    end as change_in_articles
from counted as c
join main.dim_topic as t on t.topic_key = c.topic_key and t.topic_key <> 0
join months as m on m.month is not distinct from c.month;

comment on view mart.topic_trend is 'One row per topic and month of publication; month is null where no day of publication is known. How much is written about each topic, month by month.';
comment on column mart.topic_trend.topic is 'Code of the topic.';
comment on column mart.topic_trend.topic_zh is 'Chinese name.';
comment on column mart.topic_trend.month is 'First day of the month of publication; null where unknown.';
comment on column mart.topic_trend.articles is 'Articles with the topic among theirs.';
comment on column mart.topic_trend.lead_articles is 'Articles whose lead topic it is.';
comment on column mart.topic_trend.share_of_articles is 'Of all articles of the month.';
comment on column mart.topic_trend.change_in_articles is 'Against the last month in which it appeared; null for the first.';
