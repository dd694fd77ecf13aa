-- 谁在调解纠纷？用什么机制？调解了多少起？
-- Who settles disputes, by which mechanism, and how many?
select unit, mechanism, mediator_kind, disputes, qualifier, period, source_text
from mart.mediation_by_mechanism
order by disputes desc nulls last, unit, mechanism
