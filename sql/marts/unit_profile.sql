-- mart.unit_profile (R17)
-- Purpose: What a unit is: its area, people, enterprises, output, staff and honours, as one article states them.
-- Grain: one row per unit and article that prints such figures.
-- Units: area_km2 in square kilometres; people in persons; output in output_unit.
create or replace view mart.unit_profile as
-- What a figure can measure follows from its indicator, and there are fewer of those than figures.
with indicator as materialized (
    select *
    from (
        select indicator_key, category = 'honour' as is_honour,
            regexp_matches(name, '面积|区域|辖区') as is_area,
            regexp_matches(name, '流动人口|外来人口|新市民|暂住') as is_migrants,
            regexp_matches(name, '户籍人口|常住人口|总人口|人口') as is_residents,
            category = 'organisation' and regexp_matches(name, '企业|公司|商户') as is_enterprises,
            category = 'finance' and regexp_matches(name, '产值|生产总值|营收|GDP') as is_output,
            regexp_matches(name, '辅警|协管|辅助') as is_auxiliary_staff,
            category = 'personnel' and regexp_matches(name, '民警|工作人员|社工|干部|职工|网格员|教师|医生') as is_staff
        from main.dim_indicator
    )
    where is_honour or is_area or is_migrants or is_residents or is_enterprises or is_output or is_auxiliary_staff
        or is_staff
),
matched as (
    select f.*,
        case
            when f.unit = '平方公里' and i.is_area then 'area'
            when i.is_migrants then 'migrants'
            when i.is_residents and f.unit in ('', '人', '名') then 'residents'
            when i.is_enterprises and f.place_key <> 0 then 'enterprises'
            when i.is_output then 'output'
            when i.is_auxiliary_staff then 'auxiliary_staff'
            when i.is_staff and f.unit in ('人', '名', '位', '') then 'staff'
            when i.is_honour and f.unit <> '%' and regexp_matches(f.source_text, '荣誉|称号|奖|先进|示范|优秀|文明|星级|上榜|入选|获评')
                then 'honours'
        end as measure,
        case when f.place_key <> 0 then 0 else f.organization_key end as unit_organization_key
    from main.fact_observation as f
    join indicator as i on i.indicator_key = f.indicator_key
    where not f.is_target and f.change is null and (f.place_key <> 0 or f.organization_key <> 0)
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
        arg_min(m.line_no, m.body_start) as line_no, string_agg(m.source_text, ' … ' order by m.body_start) as source_text
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
    f.line_no,
    f.source_text,
    a.title,
    a.published_on,
    a.dated_on,
    a.dated_on_precision
from profile as f
join intermediate.article as a on a.article_key = f.article_key
left join intermediate.unit as u on u.place_key = f.place_key and u.organization_key = f.unit_organization_key;

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
