-- mart.industry_park_profile (R15)
-- Purpose: Profile and targets of industry parks.
-- Grain: one row per park and article that prints figures about it.
-- Units: land_mu in mu (亩, 1/15 ha); floor_area_m2 in square metres; investment in investment_unit.
create or replace view mart.industry_park_profile as
with candidate as (
    select article_key from intermediate.articles_with('园区')
    union select article_key from intermediate.articles_with('业园')
    union select article_key from intermediate.articles_with('技园')
    union select article_key from intermediate.articles_with('街区')
    union select article_key from intermediate.articles_with('业社')
    union select article_key from intermediate.articles_with('发社')
    union select article_key from intermediate.articles_with('孵化')
    union select article_key from intermediate.articles_with('业基')
    union select article_key from intermediate.articles_with('启动')
    union select article_key from intermediate.articles_with('新园')
    union select article_key from intermediate.articles_with('件园')
),
sentence as (
    select article_key, paragraph_no, sentence_no, text
    from main.fact_sentence
    where article_key in (select article_key from candidate)
),
-- A figure is about the park that opens its sentence, else about its subject, where that is one. A page names many a
-- park that no list of places holds: 甲乙研发社区启动区位于……，占地…….
figure as (
    select o.article_key, o.body_start, o.line_no, o.value, o.unit, o.qualifier, o.is_target, o.period_to, o.source_text,
        o.place_key, o.unit_organization_key as organization_key, o.indicator, o.category,
        nullif(regexp_extract(
            s.text, '^[“]?([\p{Han}A-Za-z0-9·]{2,20}(?:园区|产业园|科技园|街区|产业社区|研发社区|孵化器|产业基地|启动区|创新园|软件园))[”]?(?:项目)?(?:位于|坐落|地处|占地|总?建筑面积|总?投资|规划|目前|现有|共有|由|，)',
            1
        ), '') as opening
    from intermediate.figure as o
    left join sentence as s
        on s.article_key = o.article_key and s.paragraph_no = o.paragraph_no and s.sentence_no = o.sentence_no
    where o.category in ('area', 'facility', 'finance', 'organisation')
),
subject as (
    select f.*, coalesce(f.opening, p.name, g.name) as park, coalesce(p.district, seat.district) as subject_district,
        case when p.level = 'development_zone' and f.opening is not null and f.opening <> p.name then p.name
            when parent.level = 'development_zone' then parent.name end as subject_zone
    from figure as f
    left join main.dim_place as p on p.place_key = f.place_key and p.place_key <> 0
    left join main.dim_organization as g on g.organization_key = f.organization_key and g.organization_key <> 0
    left join main.dim_place as seat on seat.place_key = g.place_key and seat.place_key <> 0
    left join main.dim_place as parent
        on parent.place_key = coalesce(p.parent_place_key, g.place_key) and parent.place_key <> 0
    where f.opening is not null
        or regexp_matches(coalesce(p.name, g.name), '园区|产业园|科技园|街区|产业社区|研发社区|孵化器|产业基地|启动区|创新园|软件园')
),
profile as (
    select article_key, park, max(subject_district) as district, max(subject_zone) as zone,
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
        arg_min(line_no, body_start) as line_no
    from subject
    group by article_key, park
)
select
    f.park,
    coalesce(f.zone, case when lead.level = 'development_zone' and lead.name <> f.park then lead.name end) as zone,
    coalesce(f.district, lead.district) as district,
    f.land_mu,
    f.floor_area_m2,
    f.buildings,
    f.investment,
    f.investment_unit,
    f.enterprises_target,
    f.target_year,
    f.is_target,
    a.file_name,
    f.line_no,
    f.source_text,
    a.title,
    a.published_on,
    a.dated_on,
    a.dated_on_precision
from profile as f
join intermediate.article as a on a.article_key = f.article_key
left join main.dim_place as lead on lead.place_key = a.place_key and lead.place_key <> 0;

comment on view mart.industry_park_profile is 'One row per park and article that prints figures about it. Profile and targets of industry parks.';
comment on column mart.industry_park_profile.park is 'Name of the park or block: the one that opens the sentence, else the subject of the figure.';
comment on column mart.industry_park_profile.zone is 'Development zone that contains it, else the one that the article is about.';
comment on column mart.industry_park_profile.district is 'District that it lies in, else that of the place that the article is about.';
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
