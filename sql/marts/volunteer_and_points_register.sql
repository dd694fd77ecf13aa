-- mart.volunteer_and_points_register (R12)
-- Purpose: Volunteer teams and points schemes: where they are and how many take part.
-- Grain: one row per scheme, or figure of volunteers, and article.
-- Units: members in persons; sub_teams in teams.
create or replace view mart.volunteer_and_points_register as
with named as (
    select * from intermediate.named_initiative
    where (kind = 'team' and regexp_matches(name, '志愿|先锋|义工|民兵|巡逻|服务队|管家')) or regexp_matches(name, '积分|存折|超市|时间银行|银行')
),
figure as (
    select * from intermediate.figure
    where not is_target and unit <> '支' and (category = 'volunteer' or (category = 'personnel' and regexp_matches(indicator, '志愿|民兵|义工')))
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
        n.line_no, n.paragraph_no, n.sentence_no, f.value as members, f.unit as unit_word, f.qualifier, f.source_text,
        coalesce(nullif(n.owner_place_key, 0), case when n.owner_organization_key = 0 then n.lead_place_key end, 0)
        as place_key,
        case when n.owner_place_key <> 0 then 0 else n.owner_organization_key end as unit_organization_key
    from named as n
    left join figure as f on f.article_key = n.article_key and f.initiative_key = n.initiative_key
    union all
    select f.article_key, f.indicator, 'team', f.line_no, f.paragraph_no, f.sentence_no, f.value, f.unit, f.qualifier,
        f.source_text, f.place_key, f.unit_organization_key
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
    coalesce(t.line_no, a.title_line_no) as line_no,
    coalesce(t.source_text, s.text, a.title) as source_text,
    a.title,
    a.published_on,
    a.dated_on,
    a.dated_on_precision
from told as t
join intermediate.article as a on a.article_key = t.article_key
left join intermediate.unit as u on u.place_key = t.place_key and u.organization_key = t.unit_organization_key
left join sub_team as x on x.article_key = t.article_key and x.place_key = t.place_key and t.kind = 'team'
left join main.fact_sentence as s
    on s.article_key = t.article_key and s.paragraph_no = t.paragraph_no and s.sentence_no = t.sentence_no;

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
