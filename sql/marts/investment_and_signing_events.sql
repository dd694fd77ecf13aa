-- mart.investment_and_signing_events (R16)
-- Purpose: Fairs, promotions and signings, what was signed, and who came.
-- Grain: one row per event.
-- Units: projects_signed in projects (个, 项).
create or replace view mart.investment_and_signing_events as
with event as (
    select * from main.fact_activity
    where regexp_matches(name, '招商|签约|签署|推介|对接会|路演|投资|洽谈|产业.*(大会|峰会|论坛)')
),
host as (
    select b.activity_key, arg_min(b.place_key, b.position) as place_key
    from main.bridge_activity_place as b
    where b.role = 'host' and b.activity_key in (select activity_key from event)
    group by b.activity_key
),
-- Projects are those of sentences that tell of signing.
signed as (
    select e.activity_key,
        arg_min(o.value, o.body_start) filter (where regexp_matches(s.text, '签约|签署|签订|签下|落户')) as projects_signed,
        arg_min(o.qualifier, o.body_start) filter (where regexp_matches(s.text, '签约|签署|签订|签下|落户')) as qualifier
    from event as e
    join main.fact_observation as o on o.article_key = e.article_key and o.unit in ('个', '项')
    join main.fact_sentence as s
        on s.article_key = o.article_key and s.paragraph_no = o.paragraph_no and s.sentence_no = o.sentence_no
    group by e.activity_key
),
partners as (
    select b.activity_key, string_agg(distinct g.name, '、' order by g.name) as partner_organization
    from main.bridge_activity_organization as b
    join main.dim_organization as g on g.organization_key = b.organization_key
    where b.activity_key in (select activity_key from event)
    group by b.activity_key
),
officials as (
    select b.article_key, string_agg(distinct concat_ws(' ', b.role_title, n.name), '、' order by concat_ws(' ', b.role_title, n.name))
            as officials
    from main.bridge_article_person as b
    join main.dim_person as n on n.person_key = b.person_key
    where b.role = 'official' and b.article_key in (select article_key from event)
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
    e.line_no,
    e.source_text,
    a.title,
    a.published_on,
    a.dated_on,
    a.dated_on_precision
from event as e
join intermediate.article as a on a.article_key = e.article_key
left join host as h on h.activity_key = e.activity_key
left join main.dim_place as p on p.place_key = coalesce(h.place_key, a.place_key) and p.place_key <> 0
left join signed as s on s.activity_key = e.activity_key
left join partners as g on g.activity_key = e.activity_key
left join officials as o on o.article_key = e.article_key;

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
