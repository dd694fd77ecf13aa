-- 有哪些志愿队伍和积分制度？
-- Which volunteer teams and points schemes are there?
select place, scheme, kind, members, qualifier, sub_teams
from mart.volunteer_and_points_register
order by kind, place nulls last, scheme
