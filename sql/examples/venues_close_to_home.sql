-- 家门口有哪些议事和服务的微阵地？
-- Which venues for deliberation and service are there close to home?
select owner, venue, brand, count, qualifier, purpose, file_name, line_no
from mart.venue_inventory
order by owner nulls last, venue
