-- “1+N”之类的治理公式有哪些？由哪几部分组成？
-- Which governance formulas are there, and of which parts?
select formula, components, owner, applied_by, topic
from mart.governance_formula_register
where kind = 'formula'
order by formula, owner
