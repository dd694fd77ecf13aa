-- mart.initiative_adoption
-- Purpose: Who names which programme, and when first and last.
-- Grain: one row per programme and place that owns it or whose articles name it.
-- Units: articles.
create or replace view mart.initiative_adoption as
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
named as (
    select b.initiative_key, b.kind, b.article_key, b.role,
        case when b.owner_place_key <> 0 then b.owner_place_key else f.place_key end as place_key,
        a.published_on, a.title, a.file_name
    from main.bridge_article_initiative as b
    join main.fact_article as f on f.article_key = b.article_key
    join article as a on a.article_key = b.article_key
),
mention as (
    select article_key, entity_key as initiative_key, min(body_start) as body_start
    from main.fact_mention
    where entity_kind = 'initiative'
    group by article_key, entity_key
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
    coalesce(l.line_no, h.line_no) as line_no,
    coalesce(s.text, a.title) as source_text,
    a.title,
    a.published_on,
    a.dated_on,
    a.dated_on_precision
from adopted as d
join main.dim_initiative as n on n.initiative_key = d.initiative_key and n.initiative_key <> 0
left join main.dim_place as p on p.place_key = d.place_key and p.place_key <> 0
join article as a on a.article_key = d.article_key
left join mention as m on m.article_key = d.article_key and m.initiative_key = d.initiative_key
left join main.fact_sentence as s
    on s.article_key = m.article_key and s.body_start <= m.body_start and m.body_start < s.body_end
left join headline as h on h.article_key = d.article_key
asof left join line as l on l.article_key = m.article_key and l.body_start <= m.body_start;

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
