-- mart.publicity_and_class_log (R18)
-- Purpose: Publicity, lectures and classes: about what, for whom, where, and with how much material.
-- Grain: one row per activity of publicity, study, health or volunteering.
-- Units: sessions in sessions_unit_word; materials in materials_unit_word (份, 册, 张).
create or replace view mart.publicity_and_class_log as
with activity as (
    select x.*, s.body_start as sentence_start, s.body_end as sentence_end
    from main.fact_activity as x
    left join main.fact_sentence as s
        on s.article_key = x.article_key and s.paragraph_no = x.paragraph_no and s.sentence_no = x.sentence_no
    where x.activity_type in ('publicity', 'study', 'health', 'volunteering')
),
counted as (
    select x.activity_key, o.value, o.unit, o.qualifier, o.body_start,
        case
            when i.category in ('activity', 'training') and o.unit in ('场', '次', '场次', '期', '堂', '课') then 'sessions'
            when o.unit in ('份', '册', '张', '本') or regexp_matches(i.name, '资料|传单|手册|折页|海报') then 'materials'
        end as measure
    from activity as x
    join main.fact_observation as o
        on o.article_key = x.article_key
        and o.body_start >= least(x.body_start, x.sentence_start)
        and o.body_start < greatest(x.body_end, x.sentence_end)
    join main.dim_indicator as i on i.indicator_key = o.indicator_key
),
gathered as (
    select activity_key,
        arg_min(value, body_start) filter (where measure = 'sessions') as sessions,
        arg_min(unit, body_start) filter (where measure = 'sessions') as sessions_unit_word,
        arg_min(qualifier, body_start) filter (where measure = 'sessions') as sessions_qualifier,
        arg_min(value, body_start) filter (where measure = 'materials') as materials,
        arg_min(unit, body_start) filter (where measure = 'materials') as materials_unit_word,
        arg_min(qualifier, body_start) filter (where measure = 'materials') as qualifier
    from counted
    group by activity_key
),
hosts as (
    select b.activity_key, string_agg(p.name, '、' order by b.position, p.name) as hosts
    from main.bridge_activity_place as b
    join main.dim_place as p on p.place_key = b.place_key
    where b.role in ('host', 'partner') and b.activity_key in (select activity_key from activity)
    group by b.activity_key
)
select
    t.name_zh as topic,
    x.name as activity,
    x.activity_type,
    h.hosts,
    g.sessions,
    g.sessions_unit_word,
    g.sessions_qualifier,
    g.materials,
    g.materials_unit_word,
    g.qualifier,
    x.participants as audience,
    x.venue,
    x.date_from as date,
    a.file_name,
    x.line_no,
    x.source_text,
    a.title,
    a.published_on,
    a.dated_on,
    a.dated_on_precision
from activity as x
join intermediate.article as a on a.article_key = x.article_key
left join main.dim_topic as t on t.topic_key = a.topic_key and t.topic_key <> 0
left join gathered as g on g.activity_key = x.activity_key
left join hosts as h on h.activity_key = x.activity_key;

comment on view mart.publicity_and_class_log is 'One row per activity of publicity, study, health or volunteering. Publicity, lectures and classes: about what, for whom, where, and with how much material.';
comment on column mart.publicity_and_class_log.topic is 'Lead topic of the article.';
comment on column mart.publicity_and_class_log.activity is 'Name of the activity.';
comment on column mart.publicity_and_class_log.activity_type is 'publicity, study, health or volunteering.';
comment on column mart.publicity_and_class_log.hosts is 'Hosting and partner places in printed order, joined by 、.';
comment on column mart.publicity_and_class_log.sessions is 'Sessions; null where the page prints no figure.';
comment on column mart.publicity_and_class_log.sessions_unit_word is 'Measure word as printed.';
comment on column mart.publicity_and_class_log.sessions_qualifier is 'exact, at_least or about, as the wording says.';
comment on column mart.publicity_and_class_log.materials is 'Leaflets, handbooks and the like handed out; null where the page prints no figure.';
comment on column mart.publicity_and_class_log.materials_unit_word is 'Measure word as printed.';
comment on column mart.publicity_and_class_log.qualifier is 'Of materials: exact, at_least or about, as the wording says.';
comment on column mart.publicity_and_class_log.audience is 'Who took part, as printed.';
comment on column mart.publicity_and_class_log.venue is 'Where it was held.';
comment on column mart.publicity_and_class_log.date is 'First day; null where the page does not say.';
comment on column mart.publicity_and_class_log.file_name is 'File of the page.';
comment on column mart.publicity_and_class_log.line_no is 'Line of the file, from 1, on which the quoted text begins.';
comment on column mart.publicity_and_class_log.source_text is 'The printed words.';
comment on column mart.publicity_and_class_log.title is 'Title of the article.';
comment on column mart.publicity_and_class_log.published_on is 'Day of publication; null where the page does not say.';
comment on column mart.publicity_and_class_log.dated_on is 'The day known best: that of publication, else the last day of the most precise date that the article prints.';
comment on column mart.publicity_and_class_log.dated_on_precision is 'published, else day, month, year or period; null where no date is known.';
