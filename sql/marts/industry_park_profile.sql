-- mart.industry_park_profile (R15)
-- Purpose: Profile and targets of industry parks.
-- Grain: one row per park and article that prints figures about it.
-- Units: land_mu in mu (亩, 1/15 ha); floor_area_m2 in square metres; investment in investment_unit.
create or replace view mart.industry_park_profile as
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
-- A figure is about a park where its subject is one, or where its sentence names one.
sentence as (
    select o.article_key, o.body_start, o.indicator_key, o.value, o.value_low, o.value_high, o.unit, o.qualifier,
        o.is_target, o.period_to, o.source_text, o.place_key, o.organization_key,
        i.name as indicator, i.category
    from main.fact_observation as o
    join main.dim_indicator as i on i.indicator_key = o.indicator_key
    where i.category in ('area', 'facility', 'finance', 'organisation')
),
subject as (
    select s.*, p.name as park, p.city, p.district, parent.name as parent_name, parent.level as parent_level
    from sentence as s
    join main.dim_place as p on p.place_key = s.place_key and s.place_key <> 0
    left join main.dim_place as parent on parent.place_key = p.parent_place_key and parent.place_key <> 0
    where regexp_matches(p.name, '园区|产业园|科技园|街区|产业社区|研发社区|孵化器|产业基地|启动区|创新园|软件园')
    union all
    select s.*, g.name, seat.city, seat.district, seat.name, seat.level
    from sentence as s
    join main.dim_organization as g on g.organization_key = s.organization_key and s.place_key = 0
    left join main.dim_place as seat on seat.place_key = g.place_key and seat.place_key <> 0
    where s.organization_key <> 0 and regexp_matches(g.name, '园区|产业园|科技园|街区|产业社区|研发社区|孵化器|产业基地|启动区|创新园|软件园')
),
profile as (
    select article_key, park, max(district) as district,
        max(case when parent_level = 'development_zone' then parent_name end) as zone,
        arg_min(value, body_start) filter (where unit = '亩') as land_mu,
        arg_min(value, body_start) filter (where unit in ('平方米', '㎡', '平米')) as floor_area_m2,
        arg_min(value, body_start) filter (where unit in ('栋', '幢', '座')) as buildings,
        arg_min(value, body_start) filter (where regexp_matches(indicator, '投资')) as investment,
        arg_min(unit, body_start) filter (where regexp_matches(indicator, '投资')) as investment_unit,
        arg_min(value, body_start) filter (where is_target and category = 'organisation') as enterprises_target,
        max(year(period_to)) filter (where is_target) as target_year,
        bool_or(is_target) as is_target,
        string_agg(source_text || case qualifier when 'exact' then '' else ' (' || qualifier || ')' end, ' … '
            order by body_start) as source_text,
        min(body_start) as body_start
    from subject
    group by article_key, park
)
select
    f.park,
    f.zone,
    f.district,
    f.land_mu,
    f.floor_area_m2,
    f.buildings,
    f.investment,
    f.investment_unit,
    f.enterprises_target,
    f.target_year,
    f.is_target,
    a.file_name,
    l.line_no,
    f.source_text,
    a.title,
    a.published_on,
    a.dated_on,
    a.dated_on_precision
from profile as f
join article as a on a.article_key = f.article_key
asof left join line as l on l.article_key = f.article_key and l.body_start <= f.body_start;

comment on view mart.industry_park_profile is 'One row per park and article that prints figures about it. Profile and targets of industry parks.';
comment on column mart.industry_park_profile.park is 'Name of the park, zone or block.';
comment on column mart.industry_park_profile.zone is 'Development zone that contains it.';
comment on column mart.industry_park_profile.district is 'District that it lies in.';
comment on column mart.industry_park_profile.land_mu is 'Land in mu; null where the page prints none.';
comment on column mart.industry_park_profile.floor_area_m2 is 'Floor area in square metres; null where the page prints none.';
comment on column mart.industry_park_profile.buildings is 'Buildings; null where the page prints none.';
comment on column mart.industry_park_profile.investment is 'Investment, in investment_unit; null where the page prints none.';
comment on column mart.industry_park_profile.investment_unit is 'Unit of the investment as printed: 亿元, 万元.';
comment on column mart.industry_park_profile.enterprises_target is 'Enterprises planned; null where the page prints no target.';
comment on column mart.industry_park_profile.target_year is 'Year by which targets are to be reached.';
comment on column mart.industry_park_profile.is_target is 'Whether any of its figures is a target. Vague figures carry their qualifier in source_text.';
comment on column mart.industry_park_profile.file_name is 'File of the page.';
comment on column mart.industry_park_profile.line_no is 'Line of the file, from 1, on which the quoted text begins.';
comment on column mart.industry_park_profile.source_text is 'The printed words.';
comment on column mart.industry_park_profile.title is 'Title of the article.';
comment on column mart.industry_park_profile.published_on is 'Day of publication; null where the page does not say.';
comment on column mart.industry_park_profile.dated_on is 'The day known best: that of publication, else the last day of the most precise date that the article prints.';
comment on column mart.industry_park_profile.dated_on_precision is 'published, else day, month, year or period; null where no date is known.';
