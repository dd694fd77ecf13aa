-- mart.team_structure_by_unit (R6)
-- Purpose: Which teams serve a unit, against how many it announced.
-- Grain: one row per team and article that names it.
-- Units: head_count in persons; teams_announced and teams_named in teams.
create or replace view mart.team_structure_by_unit as
with named as (
    select * from intermediate.named_initiative
    where kind = 'team'
),
announced as (
    select o.article_key, arg_min(o.value, o.body_start) as teams_announced
    from main.fact_observation as o
    join main.dim_indicator as i on i.indicator_key = o.indicator_key
    where o.unit = '支' or (o.unit in ('个', '类') and regexp_matches(i.name, '队伍|服务队|小队|分队'))
    group by o.article_key
),
-- A team that has a section of its own stands where the section begins.
section as (
    select n.article_key, n.initiative_key, min(s.body_start) as body_start,
        arg_min({'line_no': s.line_no, 'paragraph_no': s.paragraph_no, 'sentence_no': s.sentence_no}, s.body_start) as spot
    from named as n
    join main.fact_sentence as s on s.article_key = n.article_key and s.section_heading = n.name
    group by n.article_key, n.initiative_key
),
-- Where the article announces a number of teams and at least as many names end in 队 or 队伍, the others are their members.
counted as (
    select n.* replace (
            coalesce(c.body_start, n.body_start) as body_start,
            coalesce(c.spot.line_no, n.line_no) as line_no,
            coalesce(c.spot.paragraph_no, n.paragraph_no) as paragraph_no,
            coalesce(c.spot.sentence_no, n.sentence_no) as sentence_no
        ), announced.teams_announced,
        regexp_matches(n.name, '队伍?$') as is_called_team,
        count(*) filter (where regexp_matches(n.name, '队伍?$')) over (partition by n.article_key) as called_teams
    from named as n
    left join section as c on c.article_key = n.article_key and c.initiative_key = n.initiative_key
    left join announced on announced.article_key = n.article_key
),
placed as (
    select n.*, row_number() over (partition by n.article_key order by n.body_start, n.name) as position_in_list,
        count(*) over (partition by n.article_key) as teams_named
    from counted as n
    where n.is_called_team or n.teams_announced is null or n.called_teams < n.teams_announced
),
heads as (
    select o.article_key, o.initiative_key, arg_min(o.value, o.body_start) as head_count,
        arg_min(o.qualifier, o.body_start) as qualifier
    from main.fact_observation as o
    where o.initiative_key <> 0 and o.unit in ('人', '名', '位', '余人', '员')
    group by o.article_key, o.initiative_key
),
told as (
    select n.*,
        coalesce(nullif(n.owner_place_key, 0), case when n.owner_organization_key = 0 then n.lead_place_key end, 0)
        as place_key,
        case when n.owner_place_key <> 0 then 0 else n.owner_organization_key end as unit_organization_key
    from placed as n
)
select
    u.unit,
    u.unit_level,
    u.parent_unit,
    t.name as team,
    t.position_in_list,
    t.teams_announced,
    t.teams_named,
    k.head_count,
    k.qualifier,
    a.is_truncated,
    a.file_name,
    coalesce(t.line_no, a.title_line_no) as line_no,
    coalesce(s.text, a.title) as source_text,
    a.title,
    a.published_on,
    a.dated_on,
    a.dated_on_precision
from told as t
join intermediate.article as a on a.article_key = t.article_key
left join intermediate.unit as u on u.place_key = t.place_key and u.organization_key = t.unit_organization_key
left join heads as k on k.article_key = t.article_key and k.initiative_key = t.initiative_key
left join main.fact_sentence as s
    on s.article_key = t.article_key and s.paragraph_no = t.paragraph_no and s.sentence_no = t.sentence_no;

comment on view mart.team_structure_by_unit is 'One row per team and article that names it. Which teams serve a unit, against how many it announced.';
comment on column mart.team_structure_by_unit.unit is 'Place, else organisation, that the figure is about; null where the page names none.';
comment on column mart.team_structure_by_unit.unit_level is 'Level of the place, or kind of the organisation.';
comment on column mart.team_structure_by_unit.parent_unit is 'Place that contains it.';
comment on column mart.team_structure_by_unit.team is 'Name of the team.';
comment on column mart.team_structure_by_unit.position_in_list is 'Its place among the teams of the article, from 1.';
comment on column mart.team_structure_by_unit.teams_announced is 'Number of teams that the article announces first; null where it prints none.';
comment on column mart.team_structure_by_unit.teams_named is 'Teams that the article names.';
comment on column mart.team_structure_by_unit.head_count is 'Members; null where the page prints no figure.';
comment on column mart.team_structure_by_unit.qualifier is 'Of head_count: exact, at_least or about, as the wording says.';
comment on column mart.team_structure_by_unit.is_truncated is 'Whether the article breaks off, so that teams may be missing.';
comment on column mart.team_structure_by_unit.file_name is 'File of the page.';
comment on column mart.team_structure_by_unit.line_no is 'Line of the file, from 1, on which the quoted text begins.';
comment on column mart.team_structure_by_unit.source_text is 'The printed words.';
comment on column mart.team_structure_by_unit.title is 'Title of the article.';
comment on column mart.team_structure_by_unit.published_on is 'Day of publication; null where the page does not say.';
comment on column mart.team_structure_by_unit.dated_on is 'The day known best: that of publication, else the last day of the most precise date that the article prints.';
comment on column mart.team_structure_by_unit.dated_on_precision is 'published, else day, month, year or period; null where no date is known.';
