-- purpose: A place names the same province, city, district and sub-district as the place that contains it, where that names one.
-- severity: stop
-- table: dim_place
-- scope: whole
select place.place_key, place.name, parent.name as parent_name
from dim_place as place join dim_place as parent on parent.place_key = place.parent_place_key
where parent.place_key <> 0 and (
    (parent.province is not null and place.province is null)
    or (parent.city is not null and place.city is null)
    or (parent.district is not null and place.district is null)
    or (parent.subdistrict is not null and place.subdistrict is null)
)
