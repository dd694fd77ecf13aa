-- 哪个品牌或机制从哪里传到了哪里？
-- Which programme spread from where to where?
select initiative, string_agg(place, ' → ' order by adoption_rank nulls last, place) as spread, places,
    min(first_seen_on) as first_seen_on, max(last_seen_on) as last_seen_on
from mart.initiative_adoption
where place is not null
group by initiative, places
having count(*) > 1
order by places desc, initiative
