-- intermediate.figure
-- Purpose: A reported figure with the name and category of what it counts and the unit that it is about.
-- Grain: one row per reported figure.
-- Units: value in unit, as the page prints it.
create or replace view intermediate.figure as
select
    o.*,
    i.name as indicator,
    i.category,
    case when o.place_key <> 0 then 0 else o.organization_key end as unit_organization_key
from main.fact_observation as o
join main.dim_indicator as i on i.indicator_key = o.indicator_key;

comment on view intermediate.figure is 'One row per reported figure: with the name and category of what it counts and the unit that it is about.';
comment on column intermediate.figure.article_key is 'The article.';
comment on column intermediate.figure.indicator_key is 'The thing counted.';
comment on column intermediate.figure.place_key is 'The place that the figure is about; 0 where none.';
comment on column intermediate.figure.organization_key is 'The organisation that the figure is about; 0 where none.';
comment on column intermediate.figure.initiative_key is 'The initiative that the figure belongs to; 0 where none.';
comment on column intermediate.figure.value is 'The figure, in the unit; 万 is multiplied out, 亿元 stays a unit.';
comment on column intermediate.figure.value_low is 'Lowest value that the wording allows.';
comment on column intermediate.figure.value_high is 'Highest value that the wording allows.';
comment on column intermediate.figure.unit is 'Measure word or unit as printed; empty where none is.';
comment on column intermediate.figure.qualifier is 'exact, at_least or about, as the wording says.';
comment on column intermediate.figure.change is 'up or down where the figure states a change.';
comment on column intermediate.figure.is_target is 'Whether it is planned and not yet reached.';
comment on column intermediate.figure.period_text is 'Period as printed.';
comment on column intermediate.figure.period_from is 'First day of the period.';
comment on column intermediate.figure.period_to is 'Last day of the period.';
comment on column intermediate.figure.source_text is 'The printed words.';
comment on column intermediate.figure.body_start is 'First code point in the body.';
comment on column intermediate.figure.body_end is 'Code point after the last.';
comment on column intermediate.figure.line_no is 'Line of the file, from 1, on which it begins.';
comment on column intermediate.figure.paragraph_no is 'Paragraph of the body, from 1, in which it begins.';
comment on column intermediate.figure.sentence_no is 'Sentence of the paragraph, from 1, in which it begins.';
comment on column intermediate.figure.indicator is 'Name of the thing counted.';
comment on column intermediate.figure.category is 'Its category.';
comment on column intermediate.figure.unit_organization_key is 'The organisation where no place is known, else 0: with place_key the unit that the figure is about.';
