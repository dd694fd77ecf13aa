-- mart.owners_committee_coverage (R11)
-- Purpose: How far owners' committees and property management committees have been founded.
-- Grain: one row per unit and article that prints a figure of them.
-- Units: committees; party_member_share_min in percent.
create or replace view mart.owners_committee_coverage as
with figure as (
    select * from intermediate.figure
    where not is_target and (regexp_matches(indicator || source_text, '业委会|业主委员会|物管会|物业管理委员会|物委会'))
),
counted as (
    select f.article_key, f.place_key, f.unit_organization_key,
        case
            when regexp_matches(f.source_text, '业委会|业主委员会') and regexp_matches(f.source_text, '物管会|物业管理委员会|物委会') then 'both'
            when regexp_matches(f.indicator || f.source_text, '物管会|物业管理委员会|物委会') then 'management'
            else 'owners'
        end as committee,
        f.value, f.qualifier, f.body_start, f.line_no, f.source_text, f.period_to
    from figure as f
    where f.unit in ('', '个', '家')
),
gathered as (
    select c.article_key, c.place_key, c.unit_organization_key,
        arg_min(c.value, c.body_start) filter (where c.committee = 'owners') as owners_committees,
        arg_min(c.value, c.body_start) filter (where c.committee = 'management') as management_committees,
        arg_min(c.value, c.body_start) filter (where c.committee = 'both') as total,
        arg_min(c.qualifier, c.body_start) as qualifier,
        arg_min(c.line_no, c.body_start) as line_no, string_agg(c.source_text, ' … ' order by c.body_start) as source_text,
        max(c.period_to) as as_of
    from counted as c
    group by c.article_key, c.place_key, c.unit_organization_key
),
shares as (
    select o.article_key,
        min(o.value) filter (
            where regexp_matches(s.text, '党员') and regexp_matches(s.text, '委员会|业委会|物管会')
        ) as party_member_share_min
    from main.fact_observation as o
    join main.fact_sentence as s
        on s.article_key = o.article_key and s.paragraph_no = o.paragraph_no and s.sentence_no = o.sentence_no
    where o.unit = '%' and o.article_key in (select article_key from gathered)
    group by o.article_key
)
select
    u.unit,
    u.unit_level,
    u.parent_unit,
    g.owners_committees,
    g.management_committees,
    g.total,
    g.qualifier,
    x.party_member_share_min,
    coalesce(g.as_of, a.published_on) as as_of,
    a.file_name,
    g.line_no,
    g.source_text,
    a.title,
    a.published_on,
    a.dated_on,
    a.dated_on_precision
from gathered as g
join intermediate.article as a on a.article_key = g.article_key
left join shares as x on x.article_key = g.article_key
left join intermediate.unit as u on u.place_key = g.place_key and u.organization_key = g.unit_organization_key;

comment on view mart.owners_committee_coverage is 'One row per unit and article that prints a figure of them. How far owners'' committees and property management committees have been founded.';
comment on column mart.owners_committee_coverage.unit is 'Place, else organisation, that the figure is about; null where the page names none.';
comment on column mart.owners_committee_coverage.unit_level is 'Level of the place, or kind of the organisation.';
comment on column mart.owners_committee_coverage.parent_unit is 'Place that contains it.';
comment on column mart.owners_committee_coverage.owners_committees is 'Owners'' committees (业委会); null where the page prints no figure.';
comment on column mart.owners_committee_coverage.management_committees is 'Property management committees (物管会); null where the page prints no figure.';
comment on column mart.owners_committee_coverage.total is 'Both kinds together where the page prints one figure for both; never added up here.';
comment on column mart.owners_committee_coverage.qualifier is 'Of the first figure: exact, at_least or about, as the wording says.';
comment on column mart.owners_committee_coverage.party_member_share_min is 'Lowest share of party members among the members that the article prints, in percent.';
comment on column mart.owners_committee_coverage.as_of is 'Last day of the period, else the day of publication.';
comment on column mart.owners_committee_coverage.file_name is 'File of the page.';
comment on column mart.owners_committee_coverage.line_no is 'Line of the file, from 1, on which the quoted text begins.';
comment on column mart.owners_committee_coverage.source_text is 'The printed words.';
comment on column mart.owners_committee_coverage.title is 'Title of the article.';
comment on column mart.owners_committee_coverage.published_on is 'Day of publication; null where the page does not say.';
comment on column mart.owners_committee_coverage.dated_on is 'The day known best: that of publication, else the last day of the most precise date that the article prints.';
comment on column mart.owners_committee_coverage.dated_on_precision is 'published, else day, month, year or period; null where no date is known.';
