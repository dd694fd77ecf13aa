-- mart.owners_committee_coverage (R11)
-- Purpose: How far owners' committees and property management committees have been founded.
-- Grain: one row per unit and article that prints a figure of them.
-- Units: committees; party_member_share_min in percent.
create or replace view mart.owners_committee_coverage as
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
    where not o.is_target and (regexp_matches(i.name || o.source_text, '业委会|业主委员会|物管会|物业管理委员会|物委会'))
),
shares as (
    select o.article_key, s.body_start as sentence_start, min(o.value) as party_member_share_min
    from main.fact_observation as o
    join main.fact_sentence as s
        on s.article_key = o.article_key and s.body_start <= o.body_start and o.body_start < s.body_end
    where o.unit = '%' and regexp_matches(s.text, '党员') and regexp_matches(s.text, '委员会|业委会|物管会')
    group by o.article_key, s.body_start
),
counted as (
    select f.article_key, f.place_key, f.unit_organization_key,
        case
            when regexp_matches(f.source_text, '业委会|业主委员会') and regexp_matches(f.source_text, '物管会|物业管理委员会|物委会') then 'both'
            when regexp_matches(f.indicator || f.source_text, '物管会|物业管理委员会|物委会') then 'management'
            else 'owners'
        end as committee,
        f.value, f.qualifier, f.body_start, f.source_text, f.period_to
    from figure as f
    where f.unit in ('', '个', '家')
),
gathered as (
    select c.article_key, c.place_key, c.unit_organization_key,
        arg_min(c.value, c.body_start) filter (where c.committee = 'owners') as owners_committees,
        arg_min(c.value, c.body_start) filter (where c.committee = 'management') as management_committees,
        arg_min(c.value, c.body_start) filter (where c.committee = 'both') as total,
        arg_min(c.qualifier, c.body_start) as qualifier,
        min(c.body_start) as body_start, string_agg(c.source_text, ' … ' order by c.body_start) as source_text,
        max(c.period_to) as as_of
    from counted as c
    group by c.article_key, c.place_key, c.unit_organization_key
)
select
    u.unit,
    u.unit_level,
    u.parent_unit,
    g.owners_committees,
    g.management_committees,
    g.total,
    g.qualifier,
    (select min(x.party_member_share_min) from shares as x where x.article_key = g.article_key) as party_member_share_min,
    coalesce(g.as_of, a.published_on) as as_of,
    a.file_name,
    l.line_no,
    g.source_text,
    a.title,
    a.published_on,
    a.dated_on,
    a.dated_on_precision
from gathered as g
join article as a on a.article_key = g.article_key
left join unit as u on u.place_key = g.place_key and u.organization_key = g.unit_organization_key
asof left join line as l on l.article_key = g.article_key and l.body_start <= g.body_start;

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
