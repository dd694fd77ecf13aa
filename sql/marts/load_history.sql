-- mart.load_history
-- Purpose: What every run did, what it refused, and what the checks said.
-- Grain: one row per run that changed the warehouse.
-- Units: pages, articles, code points; seconds.
create or replace view mart.load_history as
with refused as (
    select batch_key, count(*) as rejections, string_agg(distinct rule, '、' order by rule) as rejection_rules
    from ops.rejection
    group by batch_key
),
checked as (
    select batch_key, count(*) as checks, count(*) filter (where not is_success and severity = 'warn') as warnings,
        count(*) filter (where not is_success and severity = 'stop') as failures
    from ops.quality_result
    group by batch_key
),
published as (
    select batch_key, max(release_no) as release_no, max(published_at) as published_at
    from ops.release
    group by batch_key
)
select
    b.batch_key,
    b.started_at,
    b.finished_at,
    date_diff('millisecond', b.started_at, b.finished_at) / 1000 as seconds,
    b.flow_run_id,
    b.files_found,
    b.pages_new,
    b.pages_changed,
    b.pages_unchanged,
    b.pages_renamed,
    b.pages_withdrawn,
    b.pages_rejected,
    b.articles_loaded,
    b.code_points_read,
    coalesce(r.rejections, 0) as rejections,
    r.rejection_rules,
    c.checks,
    c.warnings,
    c.failures,
    p.release_no,
    p.published_at
from ops.batch as b
left join refused as r on r.batch_key = b.batch_key
left join checked as c on c.batch_key = b.batch_key
left join published as p on p.batch_key = b.batch_key;

comment on view mart.load_history is 'One row per run that changed the warehouse. What every run did, what it refused, and what the checks said.';
comment on column mart.load_history.batch_key is 'Number of the run.';
comment on column mart.load_history.started_at is 'Start (UTC).';
comment on column mart.load_history.finished_at is 'End of the load (UTC).';
comment on column mart.load_history.seconds is 'Time between the two.';
comment on column mart.load_history.flow_run_id is 'Prefect flow run; null where run without Prefect.';
comment on column mart.load_history.files_found is 'Files found in the inbox.';
comment on column mart.load_history.pages_new is 'Pages loaded for the first time.';
comment on column mart.load_history.pages_changed is 'Pages loaded in a new version.';
comment on column mart.load_history.pages_unchanged is 'Files that were known already.';
comment on column mart.load_history.pages_renamed is 'Files of known content under a new path.';
comment on column mart.load_history.pages_withdrawn is 'Files gone from the inbox.';
comment on column mart.load_history.pages_rejected is 'Files refused.';
comment on column mart.load_history.articles_loaded is 'Articles of the pages loaded.';
comment on column mart.load_history.code_points_read is 'Code points of the pages loaded.';
comment on column mart.load_history.rejections is 'Files, rows and values refused by a rule in this run.';
comment on column mart.load_history.rejection_rules is 'The rules, joined by 、.';
comment on column mart.load_history.checks is 'Expectations and audits evaluated; null where none were.';
comment on column mart.load_history.warnings is 'Those that warn and failed.';
comment on column mart.load_history.failures is 'Those that stop and failed.';
comment on column mart.load_history.release_no is 'Release that the run made; null where none.';
comment on column mart.load_history.published_at is 'When that was (UTC).';
