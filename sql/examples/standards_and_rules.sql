-- 出台了哪些手册、规则和制度？
-- Which handbooks, rules and systems were issued?
select formula as standard, owner, topic, file_name, line_no, source_text
from mart.governance_formula_register
where kind = 'standard'
order by standard
