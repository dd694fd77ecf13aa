-- mart.unit_profile (R17)
-- Purpose: What a unit is: its area, people, enterprises, output, staff and honours, as one article states them.
-- Grain: one row per unit and article that prints such figures.
-- Units: area_km2 in square kilometres; people in persons; output in output_unit.
create or replace view mart.unit_profile as
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
unit as (
    select p.place_key, 0 as organization_key, p.name as unit, p.level as unit_level,
        parent.name as parent_unit
    from main.dim_place as p
    left join main.dim_place as parent on parent.place_key = p.parent_place_key and parent.place_key <> 0
    where p.place_key <> 0
    union all
    select 0, g.organization_key, g.name, g.kind, seat.name
    from main.dim_organization as g
    left join main.dim_place as seat on seat.place_key = g.place_key and seat.place_key <> 0
    where g.organization_key <> 0
),
figure as (
    select o.*, i.name as indicator, i.category,
        case when o.place_key <> 0 then 0 else o.organization_key end as unit_organization_key
    from main.fact_observation as o
    join main.dim_indicator as i on i.indicator_key = o.indicator_key
    where not o.is_target and o.change is null and (o.place_key <> 0 or o.organization_key <> 0)
),
matched as (
    select f.*,
        case
            when f.unit = '平方公里' and regexp_matches(f.indicator, '面积|区域|辖区') then 'area'
            when regexp_matches(f.indicator, '流动人口|外来人口|新市民|暂住') then 'migrants'
            when regexp_matches(f.indicator, '户籍人口|常住人口|总人口|人口') and f.unit in ('', '人', '名') then 'residents'
            when f.category = 'organisation' and f.place_key <> 0 and regexp_matches(f.indicator, '企业|公司|商户')
                then 'enterprises'
            when f.category = 'finance' and regexp_matches(f.indicator, '产值|生产总值|营收|GDP') then 'output'
            when regexp_matches(f.indicator, '辅警|协管|辅助') then 'auxiliary_staff'
            when f.category = 'personnel' and regexp_matches(f.indicator, '民警|工作人员|社工|干部|职工|网格员|教师|医生')
                and f.unit in ('人', '名', '位', '') then 'staff'
            when f.category = 'honour' and f.unit <> '%' and regexp_matches(f.source_text, '荣誉|称号|奖|先进|示范|优秀|文明|星级|上榜|入选|获评')
                then 'honours'
        end as measure
    from figure as f
),
profile as (
    select m.article_key, m.place_key, m.unit_organization_key,
        arg_min(m.value, m.body_start) filter (where m.measure = 'area') as area_km2,
        arg_min(m.value, m.body_start) filter (where m.measure = 'residents') as residents,
        arg_min(m.qualifier, m.body_start) filter (where m.measure = 'residents') as residents_qualifier,
        arg_min(m.value, m.body_start) filter (where m.measure = 'migrants') as migrants,
        arg_min(m.qualifier, m.body_start) filter (where m.measure = 'migrants') as migrants_qualifier,
        arg_min(m.value, m.body_start) filter (where m.measure = 'enterprises') as enterprises,
        arg_min(m.qualifier, m.body_start) filter (where m.measure = 'enterprises') as enterprises_qualifier,
        arg_min(m.value, m.body_start) filter (where m.measure = 'output') as output,
        arg_min(m.unit, m.body_start) filter (where m.measure = 'output') as output_unit,
        arg_min(m.qualifier, m.body_start) filter (where m.measure = 'output') as output_qualifier,
        arg_min(m.value, m.body_start) filter (where m.measure = 'staff') as staff,
        arg_min(m.value, m.body_start) filter (where m.measure = 'auxiliary_staff') as auxiliary_staff,
        string_agg(m.source_text, '、' order by m.body_start) filter (where m.measure = 'honours') as honours,
        min(m.body_start) as body_start, string_agg(m.source_text, ' … ' order by m.body_start) as source_text
    from matched as m
    where m.measure is not null
    group by m.article_key, m.place_key, m.unit_organization_key
)
select
    u.unit,
    u.unit_level,
    u.parent_unit,
    f.area_km2,
    f.residents,
    f.residents_qualifier,
    f.migrants,
    f.migrants_qualifier,
    f.enterprises,
    f.enterprises_qualifier,
    f.output,
    f.output_unit,
    f.output_qualifier,
    f.staff,
    f.auxiliary_staff,
    f.honours,
    a.file_name,
    l.line_no,
    f.source_text,
    a.title,
    a.published_on,
    a.dated_on,
    a.dated_on_precision
from profile as f
join article as a on a.article_key = f.article_key
left join unit as u on u.place_key = f.place_key and u.organization_key = f.unit_organization_key
asof left join line as l on l.article_key = f.article_key and l.body_start <= f.body_start;

comment on view mart.unit_profile is 'One row per unit and article that prints such figures. What a unit is: its area, people, enterprises, output, staff and honours, as one article states them.';
comment on column mart.unit_profile.unit is 'Place, else organisation, that the figure is about; null where the page names none.';
comment on column mart.unit_profile.unit_level is 'Level of the place, or kind of the organisation.';
comment on column mart.unit_profile.parent_unit is 'Place that contains it.';
comment on column mart.unit_profile.area_km2 is 'Area in square kilometres; null where the page prints none.';
comment on column mart.unit_profile.residents is 'Residents, registered where the page says so; null where the page prints none.';
comment on column mart.unit_profile.residents_qualifier is 'exact, at_least or about, as the wording says.';
comment on column mart.unit_profile.migrants is 'Migrants; null where the page prints none.';
comment on column mart.unit_profile.migrants_qualifier is 'exact, at_least or about, as the wording says.';
comment on column mart.unit_profile.enterprises is 'Enterprises; null where the page prints none.';
comment on column mart.unit_profile.enterprises_qualifier is 'exact, at_least or about, as the wording says.';
comment on column mart.unit_profile.output is 'Output, in output_unit; null where the page prints none.';
comment on column mart.unit_profile.output_unit is 'Unit of the output as printed: 亿元.';
comment on column mart.unit_profile.output_qualifier is 'exact, at_least or about, as the wording says.';
comment on column mart.unit_profile.staff is 'Staff, police officers first named; null where the page prints none.';
comment on column mart.unit_profile.auxiliary_staff is 'Auxiliary staff; null where the page prints none.';
comment on column mart.unit_profile.honours is 'Figures about honours, as printed, joined by 、.';
comment on column mart.unit_profile.file_name is 'File of the page.';
comment on column mart.unit_profile.line_no is 'Line of the file, from 1, on which the quoted text begins.';
comment on column mart.unit_profile.source_text is 'The printed words.';
comment on column mart.unit_profile.title is 'Title of the article.';
comment on column mart.unit_profile.published_on is 'Day of publication; null where the page does not say.';
comment on column mart.unit_profile.dated_on is 'The day known best: that of publication, else the last day of the most precise date that the article prints.';
comment on column mart.unit_profile.dated_on_precision is 'published, else day, month, year or period; null where no date is known.';
