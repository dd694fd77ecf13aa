-- 最近的版面修复得怎么样？
-- How good is the page repair?
select file_name, published_on, articles, round(mean_confidence, 2) as mean_confidence,
    round(least_confidence, 2) as least_confidence, truncated_articles, joined_lines, repeated_chars,
    round(discarded_share, 4) as discarded_share
from mart.page_quality
order by least_confidence nulls last, file_name
limit 20
