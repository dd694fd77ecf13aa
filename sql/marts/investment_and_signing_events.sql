-- mart.investment_and_signing_events (R16)
-- Purpose: Fairs, promotions and signings, what was signed, and who came.
-- Grain: one row per event.
-- Units: projects_signed in projects (个, 项).
create or replace view mart.investment_and_signing_events as
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
host as (
    select b.activity_key, arg_min(b.place_key, b.position) as place_key
    from main.bridge_activity_place as b
    where b.role = 'host'
    group by b.activity_key
),
event as (
    select x.*, coalesce(h.place_key, f.place_key) as host_place_key
    from main.fact_activity as x
    join main.fact_article as f on f.article_key = x.article_key
    left join host as h on h.activity_key = x.activity_key
    where regexp_matches(x.name, '招商|签约|签署|推介|对接会|路演|投资|洽谈|产业.*(大会|峰会|论坛)')
),
signed as (
    select e.activity_key, arg_min(o.value, o.body_start) as projects_signed,
        arg_min(o.qualifier, o.body_start) as qualifier
    from event as e
    join main.fact_sentence as s on s.article_key = e.article_key and regexp_matches(s.text, '签约|签署|签订|签下|落户')
    join main.fact_observation as o
        on o.article_key = s.article_key and o.body_start >= s.body_start and o.body_start < s.body_end
        and o.unit in ('个', '项')
    group by e.activity_key
),
partners as (
    select b.activity_key, string_agg(distinct g.name, '、' order by g.name) as partner_organization
    from main.bridge_activity_organization as b
    join main.dim_organization as g on g.organization_key = b.organization_key
    group by b.activity_key
),
officials as (
    select b.article_key, string_agg(distinct concat_ws(' ', b.role_title, n.name), '、' order by concat_ws(' ', b.role_title, n.name))
            as officials
    from main.bridge_article_person as b
    join main.dim_person as n on n.person_key = b.person_key
    where b.role = 'official'
    group by b.article_key
)
select
    e.name as event,
    e.date_from as date,
    p.name as place,
    e.venue,
    s.projects_signed,
    s.qualifier,
    g.partner_organization,
    o.officials,
    a.file_name,
    l.line_no,
    substr(a.body, e.body_start + 1, e.body_end - e.body_start) as source_text,
    a.title,
    a.published_on,
    a.dated_on,
    a.dated_on_precision
from event as e
join article as a on a.article_key = e.article_key
left join main.dim_place as p on p.place_key = e.host_place_key and p.place_key <> 0
left join signed as s on s.activity_key = e.activity_key
left join partners as g on g.activity_key = e.activity_key
left join officials as o on o.article_key = e.article_key
asof left join line as l on l.article_key = e.article_key and l.body_start <= e.body_start;

comment on view mart.investment_and_signing_events is 'One row per event. Fairs, promotions and signings, what was signed, and who came.';
comment on column mart.investment_and_signing_events.event is 'Name of the event.';
comment on column mart.investment_and_signing_events.date is 'First day; null where the page does not say.';
comment on column mart.investment_and_signing_events.place is 'Hosting place, else the lead place of the article.';
comment on column mart.investment_and_signing_events.venue is 'Where it was held.';
comment on column mart.investment_and_signing_events.projects_signed is 'Projects signed; null where the page prints no figure.';
comment on column mart.investment_and_signing_events.qualifier is 'exact, at_least or about, as the wording says.';
comment on column mart.investment_and_signing_events.partner_organization is 'Organisations that take part, joined by 、.';
comment on column mart.investment_and_signing_events.officials is 'Officials whom the article names, with titles, joined by 、.';
comment on column mart.investment_and_signing_events.file_name is 'File of the page.';
comment on column mart.investment_and_signing_events.line_no is 'Line of the file, from 1, on which the quoted text begins.';
comment on column mart.investment_and_signing_events.source_text is 'The printed words.';
comment on column mart.investment_and_signing_events.title is 'Title of the article.';
comment on column mart.investment_and_signing_events.published_on is 'Day of publication; null where the page does not say.';
comment on column mart.investment_and_signing_events.dated_on is 'The day known best: that of publication, else the last day of the most precise date that the article prints.';
comment on column mart.investment_and_signing_events.dated_on_precision is 'published, else day, month, year or period; null where no date is known.';
