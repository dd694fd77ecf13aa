-- mart.joint_activity_network (R7)
-- Purpose: Who acts together: the edges of the network of joint activities.
-- Grain: one row per activity and participating place.
-- Units: joint_size in places and organisations.
create or replace view mart.joint_activity_network as
with taking_part as (
    select b.activity_key, b.place_key, min(b.position) as position, bool_or(b.role = 'host') as is_host
    from main.bridge_activity_place as b
    where b.role in ('host', 'partner')
    group by b.activity_key, b.place_key
),
partners as (
    select b.activity_key, string_agg(distinct g.name, '、' order by g.name) as partner_organization,
        count(distinct b.organization_key) as organizations
    from main.bridge_activity_organization as b
    join main.dim_organization as g on g.organization_key = b.organization_key
    where b.role in ('host', 'partner')
        -- A place's own party branch or office is the place itself, not another partner.
        and not (g.kind in ('party', 'government') and exists (
            select 1 from taking_part as k where k.activity_key = b.activity_key and k.place_key = g.place_key
        ))
    group by b.activity_key
),
sizes as (
    select activity_key, count(*) as places, min(position) as first_position from taking_part group by activity_key
),
joint as (
    select z.activity_key, z.first_position, z.places + coalesce(g.organizations, 0) as joint_size, g.partner_organization
    from sizes as z
    left join partners as g on g.activity_key = z.activity_key
    where z.places + coalesce(g.organizations, 0) >= 2
)
select
    x.name as activity,
    x.activity_type,
    t.name_zh as topic,
    k.is_host and k.position = j.first_position as is_lead,
    p.name as place,
    p.level as place_level,
    j.partner_organization,
    x.date_from as date,
    j.joint_size,
    a.file_name,
    x.line_no,
    x.source_text,
    a.title,
    a.published_on,
    a.dated_on,
    a.dated_on_precision
from joint as j
join main.fact_activity as x on x.activity_key = j.activity_key
join intermediate.article as a on a.article_key = x.article_key
left join main.dim_topic as t on t.topic_key = a.topic_key and t.topic_key <> 0
join taking_part as k on k.activity_key = j.activity_key
join main.dim_place as p on p.place_key = k.place_key;

comment on view mart.joint_activity_network is 'One row per activity and participating place. Who acts together: the edges of the network of joint activities.';
comment on column mart.joint_activity_network.activity is 'Name of the activity.';
comment on column mart.joint_activity_network.activity_type is 'Type of the activity.';
comment on column mart.joint_activity_network.topic is 'Lead topic of the article.';
comment on column mart.joint_activity_network.is_lead is 'Whether it is the host named first.';
comment on column mart.joint_activity_network.place is 'Participating place, host or partner.';
comment on column mart.joint_activity_network.place_level is 'Its level.';
comment on column mart.joint_activity_network.partner_organization is 'Organisations that take part, joined by 、; without the party branches and offices of the places themselves.';
comment on column mart.joint_activity_network.date is 'First day; null where the page does not say.';
comment on column mart.joint_activity_network.joint_size is 'Places and organisations that take part; at least 2.';
comment on column mart.joint_activity_network.file_name is 'File of the page.';
comment on column mart.joint_activity_network.line_no is 'Line of the file, from 1, on which the quoted text begins.';
comment on column mart.joint_activity_network.source_text is 'The printed words.';
comment on column mart.joint_activity_network.title is 'Title of the article.';
comment on column mart.joint_activity_network.published_on is 'Day of publication; null where the page does not say.';
comment on column mart.joint_activity_network.dated_on is 'The day known best: that of publication, else the last day of the most precise date that the article prints.';
comment on column mart.joint_activity_network.dated_on_precision is 'published, else day, month, year or period; null where no date is known.';
