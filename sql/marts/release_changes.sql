-- mart.release_changes
-- Purpose: Which tables every release changed, and by how many rows.
-- Grain: one row per release and table whose content is not that of the release before.
-- Units: rows.
create or replace view mart.release_changes as
with digests as (
    select r.release_no, r.published_at, d.table_name, d.row_count, d.digest,
        lag(d.row_count, 1, 0) over (partition by d.table_name order by r.release_no) as rows_before,
        lag(d.digest) over (partition by d.table_name order by r.release_no) as digest_before
    from ops.release as r
    join ops.table_digest as d on d.batch_key = r.batch_key
)
select
    release_no,
    published_at,
    table_name,
    rows_before,
    row_count as rows_after,
    row_count - rows_before as rows_added
from digests
where digest is distinct from digest_before;

comment on view mart.release_changes is 'One row per release and table whose content is not that of the release before. Which tables every release changed, and by how many rows.';
comment on column mart.release_changes.release_no is 'Number of the release.';
comment on column mart.release_changes.published_at is 'When it was made ready (UTC).';
comment on column mart.release_changes.table_name is 'Table, with its schema.';
comment on column mart.release_changes.rows_before is 'Rows in the release before; 0 for the first.';
comment on column mart.release_changes.rows_after is 'Rows in this release.';
comment on column mart.release_changes.rows_added is 'Difference; negative where rows left. Rows that changed in place do not count.';
