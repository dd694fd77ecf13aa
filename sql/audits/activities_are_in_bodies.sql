-- purpose: The text that reports an activity lies in the body.
-- severity: stop
-- table: fact_activity
select article_key, activity_key, body_start, body_end
from fact_activity
    join (select article_key, length(body) as code_points from dim_article) as article using (article_key)
where not (0 <= body_start and body_start < body_end and body_end <= code_points)
