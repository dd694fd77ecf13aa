-- 一个街道有多大、多少人、多少企业？
-- How large is a sub-district, with how many people and enterprises?
select unit, unit_level, area_km2, residents, migrants, enterprises, enterprises_qualifier, output, output_unit,
    output_qualifier, staff, auxiliary_staff
from mart.unit_profile
order by unit
