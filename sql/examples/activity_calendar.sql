-- 各社区做了什么？按日期排列。
-- What did each community do, as a calendar?
select x.date_from, p.name as place, x.activity_type, x.name as activity, x.venue, a.title
from fact_activity as x
join bridge_activity_place as b on b.activity_key = x.activity_key and b.role = 'host'
join dim_place as p on p.place_key = b.place_key
join dim_article as a on a.article_key = x.article_key
where x.date_from is not null
order by x.date_from, place, activity
