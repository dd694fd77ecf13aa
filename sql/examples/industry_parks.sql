-- 各产业园区的规模和目标是什么？
-- How large are the industry parks, and what are their targets?
select park, zone, district, land_mu, floor_area_m2, buildings, investment, investment_unit, enterprises_target,
    target_year, source_text
from mart.industry_park_profile
order by park
