-- 哪些文章在同一句里提到“调解”和“老党员”？
-- Which articles mention 调解 near 老党员?
select a.title, s.text, src.file_name
from fact_sentence as s
join dim_article as a on a.article_key = s.article_key
join dim_source as src on src.source_key = a.source_key
where contains(s.text, '调解') and contains(s.text, '老党员')
order by a.title, s.body_start
