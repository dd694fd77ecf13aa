-- purpose: Every dimension has the unknown member, key 0.
-- severity: stop
-- table: dim_topic
select 'dim_date' as table_name where 0 not in (select date_key from dim_date)
union all
select 'dim_source' as table_name where 0 not in (select source_key from dim_source)
union all
select 'dim_article' as table_name where 0 not in (select article_key from dim_article)
union all
select 'dim_place' as table_name where 0 not in (select place_key from dim_place)
union all
select 'dim_organization' as table_name where 0 not in (select organization_key from dim_organization)
union all
select 'dim_person' as table_name where 0 not in (select person_key from dim_person)
union all
select 'dim_initiative' as table_name where 0 not in (select initiative_key from dim_initiative)
union all
select 'dim_topic' as table_name where 0 not in (select topic_key from dim_topic)
union all
select 'dim_indicator' as table_name where 0 not in (select indicator_key from dim_indicator)
union all
select 'dim_word' as table_name where 0 not in (select word_key from dim_word)
