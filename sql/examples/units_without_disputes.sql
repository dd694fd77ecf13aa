-- 哪些街道和社区从未报告过矛盾纠纷？
-- Which units report no disputes at all?
select unit, unit_level, parent_unit, sum(articles) as articles
from mart.unit_scorecard
where unit_level in ('subdistrict', 'community', 'village')
group by unit, unit_level, parent_unit
having max(disputes) is null
order by articles desc, unit
