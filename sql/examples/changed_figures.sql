-- 同一单位的哪些数字在两次报道之间发生了变化？
-- Which figures changed between two reports of the same unit?
select p.name as unit, i.name as indicator, o.unit as unit_word, count(*) as reports,
    arg_min(o.value, s.published_on) as first_value, arg_max(o.value, s.published_on) as last_value,
    min(s.published_on) as first_reported_on, max(s.published_on) as last_reported_on
from fact_observation as o
join dim_indicator as i on i.indicator_key = o.indicator_key
join dim_place as p on p.place_key = o.place_key and p.place_key <> 0
join dim_article as a on a.article_key = o.article_key and a.duplicate_of_article_key is null
join dim_source as s on s.source_key = a.source_key
group by p.name, i.name, o.unit
having count(distinct o.value) > 1 and count(distinct a.article_key) > 1
order by unit, indicator
