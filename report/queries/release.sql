-- release
-- Purpose: The release that the dashboard was made from, and the run that made it.
-- Grain: one row.
select r.release_no, r.published_at, h.files_found, h.pages_new, h.pages_changed, h.pages_rejected, h.rejections,
    h.rejection_rules, h.checks, h.warnings, h.failures
from ops.release as r
left join mart.load_history as h on h.release_no = r.release_no
order by r.release_no desc
limit 1
