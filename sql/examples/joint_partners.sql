-- 哪些社区最常一起办活动？
-- Which communities act together most?
select one.place, other.place as other_place, count(*) as joint_activities,
    string_agg(distinct one.activity, '、' order by one.activity) as activities
from mart.joint_activity_network as one
join mart.joint_activity_network as other
    on other.file_name = one.file_name and other.title = one.title and other.line_no = one.line_no
    and other.activity = one.activity and one.place < other.place
group by one.place, other.place
order by joint_activities desc, one.place, other.place
limit 20
