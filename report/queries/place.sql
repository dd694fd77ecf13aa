-- place
-- Purpose: The places that the shown rows name, with every place that contains them.
-- Grain: one row per place.
with recursive named as (
    select place_key from report_place
    union
    select p.parent_place_key from named as n join main.dim_place as p on p.place_key = n.place_key
)
select p.place_key, p.name, p.level, p.parent_place_key
from main.dim_place as p
join named as n on n.place_key = p.place_key
where p.place_key <> 0
order by p.division_code nulls last, p.name, p.place_key
