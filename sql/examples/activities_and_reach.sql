-- 每场活动平均惠及多少人？
-- How many people does an activity reach?
select unit, activities, activities_qualifier, persons_reached, reached_qualifier, persons_per_activity, source_text
from mart.activity_volume_and_reach
order by persons_reached desc nulls last, activities desc nulls last, unit
