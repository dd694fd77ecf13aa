-- 党员和干部学了什么？覆盖率是多少？
-- What did party members and cadres study, and how many of them?
select unit, programme, audience, sessions, unit_word, coverage_percent, lecturer
from mart.training_and_study_coverage
order by unit nulls last, programme
