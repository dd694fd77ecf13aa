-- mart.quality_trend
-- Purpose: How every check has gone from run to run, in numbers.
-- Grain: one row per run and check (suite, expectation, column).
-- Units: rows; shares from 0 to 1; envelopes in the unit of what they count.
create or replace view mart.quality_trend as
with measured as (
    select batch_key, suite, expectation, column_name, severity, is_success, observed_value, unexpected_count,
        element_count, unexpected_count / nullif(element_count, 0) as failing_share,
        observed_number, expected_low, expected_high, history_count
    from ops.quality_result
),
compared as (
    select *,
        lag(batch_key) over history as previous_batch_key,
        lag(failing_share) over history as previous_failing_share,
        max(batch_key) filter (where is_success) over (
            partition by suite, expectation, column_name order by batch_key
        ) as last_success_batch_key
    from measured
    window history as (partition by suite, expectation, column_name order by batch_key)
)
select
    c.batch_key,
    b.finished_at,
    c.suite,
    c.expectation,
    c.column_name,
    c.severity,
    c.is_success,
    c.unexpected_count,
    c.element_count,
    c.failing_share,
    c.previous_batch_key,
    c.previous_failing_share,
    c.failing_share - c.previous_failing_share as share_change,
    c.last_success_batch_key,
    c.observed_value,
    c.observed_number,
    c.expected_low,
    c.expected_high,
    c.history_count
from compared as c
left join ops.batch as b on b.batch_key = c.batch_key;

comment on view mart.quality_trend is 'One row per run and check (suite, expectation, column). How every check has gone from run to run, in numbers.';
comment on column mart.quality_trend.batch_key is 'Number of the run.';
comment on column mart.quality_trend.finished_at is 'End of its load (UTC).';
comment on column mart.quality_trend.suite is 'Suite of expectations, stage.table; audits; or envelope.newspaper.';
comment on column mart.quality_trend.expectation is 'Expectation, name of the audit, or what is counted.';
comment on column mart.quality_trend.column_name is 'Column or columns; empty for a whole table.';
comment on column mart.quality_trend.severity is 'stop or warn.';
comment on column mart.quality_trend.is_success is 'Whether it held.';
comment on column mart.quality_trend.unexpected_count is 'Rows that failed.';
comment on column mart.quality_trend.element_count is 'Rows looked at.';
comment on column mart.quality_trend.failing_share is 'Rows that failed, of those looked at; null where there were none.';
comment on column mart.quality_trend.previous_batch_key is 'The run before in which this was checked; null for the first.';
comment on column mart.quality_trend.previous_failing_share is 'The share of that run.';
comment on column mart.quality_trend.share_change is 'The share less that of the run before.';
comment on column mart.quality_trend.last_success_batch_key is 'Last run, this one included, in which it held; null where it never did.';
comment on column mart.quality_trend.observed_value is 'What was observed: the first failing rows, or a figure.';
comment on column mart.quality_trend.observed_number is 'The figure observed, where an envelope is checked; null else.';
comment on column mart.quality_trend.expected_low is 'Least figure that earlier pages of the newspaper make us expect.';
comment on column mart.quality_trend.expected_high is 'Greatest figure that they make us expect.';
comment on column mart.quality_trend.history_count is 'Pages that the two limits were learned from.';
