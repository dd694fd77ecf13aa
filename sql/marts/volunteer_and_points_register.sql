-- mart.volunteer_and_points_register (R12)
-- Purpose: Volunteer teams and points schemes: where they are and how many take part.
-- Grain: one row per scheme, or figure of volunteers, and article.
-- Units: members in persons; sub_teams in teams.
create or replace view mart.volunteer_and_points_register as
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
named as (
    select b.article_key, b.initiative_key, n.name, b.kind, b.owner_place_key, b.owner_organization_key,
        fa.place_key as lead_place_key, fa.topic_key, min(m.body_start) as body_start
    from main.bridge_article_initiative as b
    join main.dim_initiative as n on n.initiative_key = b.initiative_key
    join main.fact_article as fa on fa.article_key = b.article_key
    left join main.fact_mention as m
        on m.article_key = b.article_key and m.entity_kind = 'initiative' and m.entity_key = b.initiative_key
    where (b.kind = 'team' and regexp_matches(n.name, '志愿|先锋|义工|民兵|巡逻|服务队|管家')) or regexp_matches(n.name, '积分|存折|超市|时间银行|银行')
    group by all
),
figure as (
    select o.*, i.name as indicator, i.category,
        case when o.place_key <> 0 then 0 else o.organization_key end as unit_organization_key
    from main.fact_observation as o
    join main.dim_indicator as i on i.indicator_key = o.indicator_key
    where not o.is_target and o.unit <> '支' and (i.category = 'volunteer' or (i.category = 'personnel' and regexp_matches(i.name, '志愿|民兵|义工')))
),
headline as (
    select article_key, min(line_no) as line_no from ops.page_line where role = 'title' group by article_key
),
sub_team as (
    select o.article_key, o.place_key, arg_min(o.value, o.body_start) as sub_teams
    from main.fact_observation as o
    join main.dim_indicator as i on i.indicator_key = o.indicator_key
    where o.unit = '支' and regexp_matches(i.name, '志愿|义工|民兵|巡逻|先锋|分队|小队')
    group by o.article_key, o.place_key
),
told as (
    select n.article_key, n.name as scheme,
        case when regexp_matches(n.name, '积分|存折|超市|银行') then 'points' else 'team' end as kind,
        n.body_start, f.value as members, f.unit as unit_word, f.qualifier, f.source_text,
        coalesce(nullif(n.owner_place_key, 0), case when n.owner_organization_key = 0 then n.lead_place_key end, 0)
        as place_key,
        case when n.owner_place_key <> 0 then 0 else n.owner_organization_key end as unit_organization_key
    from named as n
    left join figure as f on f.article_key = n.article_key and f.initiative_key = n.initiative_key
    union all
    select f.article_key, f.indicator, 'team', f.body_start, f.value, f.unit, f.qualifier, f.source_text, f.place_key,
        f.unit_organization_key
    from figure as f
    where not exists (
        select 1 from named as n where n.article_key = f.article_key and n.initiative_key = f.initiative_key
    )
)
select
    u.unit as place,
    u.unit_level as place_level,
    u.parent_unit,
    t.scheme,
    t.kind,
    t.members,
    t.unit_word,
    t.qualifier,
    x.sub_teams,
    a.file_name,
    coalesce(l.line_no, h.line_no) as line_no,
    coalesce(t.source_text, s.text, a.title) as source_text,
    a.title,
    a.published_on,
    a.dated_on,
    a.dated_on_precision
from told as t
join article as a on a.article_key = t.article_key
left join unit as u on u.place_key = t.place_key and u.organization_key = t.unit_organization_key
left join sub_team as x on x.article_key = t.article_key and x.place_key = t.place_key and t.kind = 'team'
left join headline as h on h.article_key = t.article_key
left join main.fact_sentence as s
    on s.article_key = t.article_key and s.body_start <= t.body_start and t.body_start < s.body_end
asof left join line as l on l.article_key = t.article_key and l.body_start <= t.body_start;

comment on view mart.volunteer_and_points_register is 'One row per scheme, or figure of volunteers, and article. Volunteer teams and points schemes: where they are and how many take part.';
comment on column mart.volunteer_and_points_register.place is 'Place or organisation that runs it, else the lead place of the article.';
comment on column mart.volunteer_and_points_register.place_level is 'Level of the place, or kind of the organisation.';
comment on column mart.volunteer_and_points_register.parent_unit is 'Place that contains it.';
comment on column mart.volunteer_and_points_register.scheme is 'Name of the team or scheme, or the volunteers counted.';
comment on column mart.volunteer_and_points_register.kind is 'team or points.';
comment on column mart.volunteer_and_points_register.members is 'Members; null where the page prints no figure.';
comment on column mart.volunteer_and_points_register.unit_word is 'Measure word as printed.';
comment on column mart.volunteer_and_points_register.qualifier is 'exact, at_least or about, as the wording says.';
comment on column mart.volunteer_and_points_register.sub_teams is 'Volunteer teams (支) that the article counts first for the same place; null where it counts none.';
comment on column mart.volunteer_and_points_register.file_name is 'File of the page.';
comment on column mart.volunteer_and_points_register.line_no is 'Line of the file, from 1, on which the quoted text begins.';
comment on column mart.volunteer_and_points_register.source_text is 'The printed words.';
comment on column mart.volunteer_and_points_register.title is 'Title of the article.';
comment on column mart.volunteer_and_points_register.published_on is 'Day of publication; null where the page does not say.';
comment on column mart.volunteer_and_points_register.dated_on is 'The day known best: that of publication, else the last day of the most precise date that the article prints.';
comment on column mart.volunteer_and_points_register.dated_on_precision is 'published, else day, month, year or period; null where no date is known.';
