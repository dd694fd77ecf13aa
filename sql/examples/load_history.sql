-- 每次运行载入了什么、拒收了什么？
-- What did every run load, and what did it refuse?
select batch_key, started_at, pages_new, pages_changed, pages_withdrawn, pages_rejected, articles_loaded, warnings,
    failures, release_no
from mart.load_history
order by batch_key desc
