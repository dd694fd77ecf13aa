-- 宣布了几支队伍？点名的有哪些？
-- How many teams were announced, and which were named?
select unit, max(teams_announced) as teams_announced, count(*) as teams_named,
    string_agg(team, '、' order by position_in_list) as teams, bool_or(is_truncated) as is_truncated
from mart.team_structure_by_unit
group by unit, title
order by teams_announced desc nulls last, unit
