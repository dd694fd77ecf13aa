-- mart.partnership_register (R9)
-- Purpose: Which organisations a place has tied to itself, how, and whether an agreement was signed.
-- Grain: one row per place, partner organisation and article.
-- Units: none.
create or replace view mart.partnership_register as
with mentioned as (
    select m.article_key, m.entity_key as organization_key, m.body_start, m.line_no, s.body_start as sentence_start, s.text,
        nullif(regexp_extract(replace(s.text, '共建共', ''), '结对|共建|联建|签约|签订|签署|协议|共驻|战略合作|达成合作|红色物业'), '') as mechanism
    from main.fact_mention as m
    join main.fact_sentence as s
        on s.article_key = m.article_key and s.paragraph_no = m.paragraph_no and s.sentence_no = m.sentence_no
    where m.entity_kind = 'organization'
),
-- The first sentence that names both the organisation and a word for the tie; 共建共治共享 is a slogan and no tie.
tie as (
    select article_key, organization_key,
        arg_min(text, sentence_start) filter (where mechanism is not null) as source_text,
        arg_min(line_no, body_start) filter (where mechanism is not null) as line_no,
        arg_min(mechanism, sentence_start) as mechanism,
        bool_or(regexp_matches(text, '签约|签订|签署|签下')) filter (where mechanism is not null) as is_signed
    from mentioned
    group by article_key, organization_key
    having count(mechanism) > 0
),
held as (
    select x.article_key, b.organization_key, min(x.date_from) as date
    from main.fact_activity as x
    join main.bridge_activity_organization as b on b.activity_key = x.activity_key
    group by x.article_key, b.organization_key
)
select
    p.name as place,
    p.level as place_level,
    g.name as partner_organization,
    g.kind as partner_kind,
    t.mechanism,
    case when t.is_signed then true end as is_signed,
    d.date,
    a.file_name,
    t.line_no,
    t.source_text,
    a.title,
    a.published_on,
    a.dated_on,
    a.dated_on_precision
from tie as t
join intermediate.article as a on a.article_key = t.article_key
join main.dim_organization as g on g.organization_key = t.organization_key
left join main.dim_place as p on p.place_key = a.place_key and p.place_key <> 0
left join held as d on d.article_key = t.article_key and d.organization_key = t.organization_key
-- A place's own party branch or office is no partner of it.
where g.place_key = 0 or g.place_key <> a.place_key or g.kind not in ('party', 'government');

comment on view mart.partnership_register is 'One row per place, partner organisation and article. Which organisations a place has tied to itself, how, and whether an agreement was signed.';
comment on column mart.partnership_register.place is 'Lead place of the article.';
comment on column mart.partnership_register.place_level is 'Its level.';
comment on column mart.partnership_register.partner_organization is 'The organisation tied to it.';
comment on column mart.partnership_register.partner_kind is 'Kind of organisation.';
comment on column mart.partnership_register.mechanism is 'The word for the tie: 结对, 共建, 签约, 协议 …';
comment on column mart.partnership_register.is_signed is 'True where the sentence says that it was signed; null where it does not say.';
comment on column mart.partnership_register.date is 'First day of the activity in which both take part; null where unknown.';
comment on column mart.partnership_register.file_name is 'File of the page.';
comment on column mart.partnership_register.line_no is 'Line of the file, from 1, on which the quoted text begins.';
comment on column mart.partnership_register.source_text is 'The printed words.';
comment on column mart.partnership_register.title is 'Title of the article.';
comment on column mart.partnership_register.published_on is 'Day of publication; null where the page does not say.';
comment on column mart.partnership_register.dated_on is 'The day known best: that of publication, else the last day of the most precise date that the article prints.';
comment on column mart.partnership_register.dated_on_precision is 'published, else day, month, year or period; null where no date is known.';
