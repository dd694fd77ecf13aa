-- mart.initiative_adoption
-- Purpose: Who names which programme, and when first and last.
-- Grain: one row per programme and place that owns it or whose articles name it.
-- Units: articles.
create or replace view mart.initiative_adoption as
with named as (
    select b.initiative_key, b.kind, b.article_key, b.role,
        case when b.owner_place_key <> 0 then b.owner_place_key else a.place_key end as place_key,
        a.published_on
    from main.bridge_article_initiative as b
    join intermediate.article as a on a.article_key = b.article_key
),
adopted as (
    select initiative_key, place_key, arg_min(kind, (published_on is null, published_on, article_key)) as kind, count(*) as articles, bool_or(role = 'owned') as is_owner,
        min(published_on) as first_seen_on, max(published_on) as last_seen_on,
        arg_min(article_key, (published_on is null, published_on, article_key)) as article_key
    from named
    group by initiative_key, place_key
)
select
    n.name as initiative,
    d.kind,
    p.name as place,
    p.level as place_level,
    d.is_owner,
    d.articles,
    d.first_seen_on,
    d.last_seen_on,
    case
        when d.first_seen_on is not null then rank() over (partition by d.initiative_key order by d.first_seen_on nulls last)
    end as adoption_rank,
    count(*) over (partition by d.initiative_key) as places,
    a.file_name,
    coalesce(m.line_no, a.title_line_no) as line_no,
    coalesce(s.text, a.title) as source_text,
    a.title,
    a.published_on,
    a.dated_on,
    a.dated_on_precision
from adopted as d
join main.dim_initiative as n on n.initiative_key = d.initiative_key and n.initiative_key <> 0
left join main.dim_place as p on p.place_key = d.place_key and p.place_key <> 0
join intermediate.article as a on a.article_key = d.article_key
left join intermediate.named_initiative as m on m.article_key = d.article_key and m.initiative_key = d.initiative_key
left join main.fact_sentence as s
    on s.article_key = m.article_key and s.paragraph_no = m.paragraph_no and s.sentence_no = m.sentence_no;

comment on view mart.initiative_adoption is 'One row per programme and place that owns it or whose articles name it. Who names which programme, and when first and last.';
comment on column mart.initiative_adoption.initiative is 'Name of the programme.';
comment on column mart.initiative_adoption.kind is 'brand, mechanism, method, team, venue, facility, slogan or activity_theme.';
comment on column mart.initiative_adoption.place is 'The place; null where the articles have no lead place.';
comment on column mart.initiative_adoption.place_level is 'Its level.';
comment on column mart.initiative_adoption.is_owner is 'Whether a text names it as the owner.';
comment on column mart.initiative_adoption.articles is 'Articles of the place that name the programme.';
comment on column mart.initiative_adoption.first_seen_on is 'First day of publication; null where unknown.';
comment on column mart.initiative_adoption.last_seen_on is 'Last day of publication; null where unknown.';
comment on column mart.initiative_adoption.adoption_rank is 'Order in which places were first seen with it, from 1; null where no day is known.';
comment on column mart.initiative_adoption.places is 'Places seen with it in all.';
comment on column mart.initiative_adoption.file_name is 'File of the page.';
comment on column mart.initiative_adoption.line_no is 'Line of the file, from 1, on which the quoted text begins.';
comment on column mart.initiative_adoption.source_text is 'The printed words.';
comment on column mart.initiative_adoption.title is 'Title of the article.';
comment on column mart.initiative_adoption.published_on is 'Day of publication; null where the page does not say.';
comment on column mart.initiative_adoption.dated_on is 'The day known best: that of publication, else the last day of the most precise date that the article prints.';
comment on column mart.initiative_adoption.dated_on_precision is 'published, else day, month, year or period; null where no date is known.';
