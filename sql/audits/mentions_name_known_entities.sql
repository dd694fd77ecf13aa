-- purpose: The entity of a mention is in the dimension of its kind.
-- severity: stop
-- table: fact_mention
-- scope: page
select distinct entity_kind, entity_key
from fact_mention
where (entity_kind, entity_key) not in (
    select ('place', place_key) from dim_place where place_key <> 0
    union all select ('person', person_key) from dim_person where person_key <> 0
    union all select ('organization', organization_key) from dim_organization where organization_key <> 0
    union all select ('initiative', initiative_key) from dim_initiative where initiative_key <> 0
)
