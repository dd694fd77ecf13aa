-- 宣传和课堂活动都讲了哪些主题？
-- What were publicity and classes about?
select topic, count(*) as activities, string_agg(distinct hosts, '；' order by hosts) as hosts
from mart.publicity_and_class_log
group by topic
order by activities desc, topic nulls last
