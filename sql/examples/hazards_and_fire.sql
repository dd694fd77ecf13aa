-- 查出了多少隐患？火警下降了多少？
-- How many hazards were found, and how far did fire alarms fall?
select unit, measure_kind, indicator, value, unit_word, change, period, source_text
from mart.hazard_and_fire_safety
order by measure_kind, unit, indicator
