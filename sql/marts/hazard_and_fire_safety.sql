-- mart.hazard_and_fire_safety (R4)
-- Purpose: Inspections, equipment and outcomes of safety work, with the direction of change.
-- Grain: one row per reported figure about hazards or fire safety.
-- Units: value in unit_word; change says up or down where the figure is a change.
create or replace view mart.hazard_and_fire_safety as
with figure as (
    select * from intermediate.figure
    where indicator_key in (
        select indicator_key from main.dim_indicator
        where category = 'hazard_removed' or regexp_matches(name, '隐患|消防|灭火器|烟感|报警器|警情|火灾|火情|火警|喷淋|安全检查|飞线|充电')
    )
)
select
    u.unit,
    u.unit_level,
    u.parent_unit,
    case
        when f.change is null and contains(f.indicator, '隐患') then 'inspection'
        when f.change is not null or regexp_matches(f.indicator, '火灾|火情|火警|警情|事故|起火') then 'outcome'
        when f.category = 'facility' or regexp_matches(f.indicator, '灭火器|报警器|烟感|喷淋|充电|器材|设备|设施|装置')
            then 'equipment'
        else 'inspection'
    end as measure_kind,
    f.indicator,
    f.value,
    f.unit as unit_word,
    f.qualifier,
    f.change,
    f.is_target,
    f.period_text as period,
    f.period_from,
    f.period_to,
    a.file_name,
    f.line_no,
    f.source_text,
    a.title,
    a.published_on,
    a.dated_on,
    a.dated_on_precision
from figure as f
join intermediate.article as a on a.article_key = f.article_key
join main.fact_sentence as s
    on s.article_key = f.article_key and s.paragraph_no = f.paragraph_no and s.sentence_no = f.sentence_no
left join intermediate.unit as u on u.place_key = f.place_key and u.organization_key = f.unit_organization_key
-- What was cleared for tidiness (rubbish, sheds) is no matter of safety, unless its sentence says so.
where f.category <> 'hazard_removed' or regexp_matches(s.text, '隐患|安全|消防|火|电|通道|违|险|群租');

comment on view mart.hazard_and_fire_safety is 'One row per reported figure about hazards or fire safety. Inspections, equipment and outcomes of safety work, with the direction of change.';
comment on column mart.hazard_and_fire_safety.unit is 'Place, else organisation, that the figure is about; null where the page names none.';
comment on column mart.hazard_and_fire_safety.unit_level is 'Level of the place, or kind of the organisation.';
comment on column mart.hazard_and_fire_safety.parent_unit is 'Place that contains it.';
comment on column mart.hazard_and_fire_safety.measure_kind is 'inspection (checks, hazards found or removed), equipment or outcome (alarms, fires).';
comment on column mart.hazard_and_fire_safety.indicator is 'The thing counted.';
comment on column mart.hazard_and_fire_safety.value is 'The figure.';
comment on column mart.hazard_and_fire_safety.unit_word is 'Measure word or unit as printed.';
comment on column mart.hazard_and_fire_safety.qualifier is 'exact, at_least or about, as the wording says.';
comment on column mart.hazard_and_fire_safety.change is 'up or down where the figure states a change.';
comment on column mart.hazard_and_fire_safety.is_target is 'Whether it is planned and not yet reached.';
comment on column mart.hazard_and_fire_safety.period is 'Period as printed; null where none is.';
comment on column mart.hazard_and_fire_safety.period_from is 'First day of the period.';
comment on column mart.hazard_and_fire_safety.period_to is 'Last day of the period.';
comment on column mart.hazard_and_fire_safety.file_name is 'File of the page.';
comment on column mart.hazard_and_fire_safety.line_no is 'Line of the file, from 1, on which the quoted text begins.';
comment on column mart.hazard_and_fire_safety.source_text is 'The printed words.';
comment on column mart.hazard_and_fire_safety.title is 'Title of the article.';
comment on column mart.hazard_and_fire_safety.published_on is 'Day of publication; null where the page does not say.';
comment on column mart.hazard_and_fire_safety.dated_on is 'The day known best: that of publication, else the last day of the most precise date that the article prints.';
comment on column mart.hazard_and_fire_safety.dated_on_precision is 'published, else day, month, year or period; null where no date is known.';
