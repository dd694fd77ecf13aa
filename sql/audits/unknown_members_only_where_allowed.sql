-- purpose: Facts and bridges name their article, and what they are about where that is their grain.
-- severity: stop
-- table: fact_article
-- scope: page
select 'fact_article' as table_name, count(*) as failing from fact_article where article_key = 0 or source_key = 0 having failing > 0
union all
select 'fact_sentence', count(*) as failing from fact_sentence where article_key = 0 having failing > 0
union all
select 'fact_article_word', count(*) as failing from fact_article_word where article_key = 0 or word_key = 0 having failing > 0
union all
select 'fact_observation', count(*) as failing from fact_observation where article_key = 0 or indicator_key = 0 having failing > 0
union all
select 'fact_activity', count(*) as failing from fact_activity where article_key = 0 or activity_key = 0 having failing > 0
union all
select 'fact_mention', count(*) as failing from fact_mention where article_key = 0 or entity_key = 0 having failing > 0
union all
select 'fact_date_mention', count(*) as failing from fact_date_mention where article_key = 0 having failing > 0
union all
select 'bridge_article_person', count(*) as failing from bridge_article_person where article_key = 0 or person_key = 0 having failing > 0
union all
select 'bridge_article_place', count(*) as failing from bridge_article_place where article_key = 0 or place_key = 0 having failing > 0
union all
select 'bridge_article_organization', count(*) as failing
from bridge_article_organization where article_key = 0 or organization_key = 0 having failing > 0
union all
select 'bridge_article_initiative', count(*) as failing
from bridge_article_initiative where article_key = 0 or initiative_key = 0 having failing > 0
union all
select 'bridge_article_topic', count(*) as failing from bridge_article_topic where article_key = 0 or topic_key = 0 having failing > 0
union all
select 'bridge_activity_place', count(*) as failing from bridge_activity_place where activity_key = 0 or place_key = 0 having failing > 0
union all
select 'bridge_activity_organization', count(*) as failing
from bridge_activity_organization where activity_key = 0 or organization_key = 0 having failing > 0
