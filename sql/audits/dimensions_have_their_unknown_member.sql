-- purpose: Every dimension has the unknown member, key 0.
-- severity: stop
-- table: dim_topic
-- scope: whole
select 'dim_date' as table_name where not exists (from dim_date where date_key = 0)
union all
select 'dim_source' as table_name where not exists (from dim_source where source_key = 0)
union all
select 'dim_article' as table_name where not exists (from dim_article where article_key = 0)
union all
select 'dim_place' as table_name where not exists (from dim_place where place_key = 0)
union all
select 'dim_organization' as table_name where not exists (from dim_organization where organization_key = 0)
union all
select 'dim_person' as table_name where not exists (from dim_person where person_key = 0)
union all
select 'dim_initiative' as table_name where not exists (from dim_initiative where initiative_key = 0)
union all
select 'dim_topic' as table_name where not exists (from dim_topic where topic_key = 0)
union all
select 'dim_indicator' as table_name where not exists (from dim_indicator where indicator_key = 0)
union all
select 'dim_word' as table_name where not exists (from dim_word where word_key = 0)
