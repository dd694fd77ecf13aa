-- intermediate.unit
-- Purpose: What a figure can be about: a place, or an organisation where no place is known.
-- Grain: one row per place and per organisation.
-- Units: none.
create or replace view intermediate.unit as
select
    p.place_key,
    0::bigint as organization_key,
    p.name as unit,
    p.level as unit_level,
    parent.name as parent_unit
from main.dim_place as p
left join main.dim_place as parent on parent.place_key = p.parent_place_key and parent.place_key <> 0
where p.place_key <> 0
union all
select 0, g.organization_key, g.name, g.kind, seat.name
from main.dim_organization as g
left join main.dim_place as seat on seat.place_key = g.place_key and seat.place_key <> 0
where g.organization_key <> 0;

comment on view intermediate.unit is 'One row per place and per organisation: what a figure can be about.';
comment on column intermediate.unit.place_key is 'The place; 0 for an organisation.';
comment on column intermediate.unit.organization_key is 'The organisation; 0 for a place.';
comment on column intermediate.unit.unit is 'Its name.';
comment on column intermediate.unit.unit_level is 'Level of the place, or kind of the organisation.';
comment on column intermediate.unit.parent_unit is 'Place that contains it; null where unknown.';
