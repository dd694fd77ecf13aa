-- 互查互评中谁查谁？
-- Who inspects whom in cross-inspections?
select group_no, community, partner_community, title
from mart.cross_inspection_pairs
order by title, group_no, community
