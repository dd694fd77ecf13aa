-- purpose: The text that reports an activity lies in the body.
-- severity: stop
-- table: fact_activity
select article_key, activity_key, body_start, body_end
from fact_activity join dim_article using (article_key)
where not (0 <= body_start and body_start < body_end and body_end <= length(body))
