-- purpose: A fact begins in the sentence whose numbers it has.
-- severity: stop
-- table: fact_mention
-- scope: page
select fact.*, sentence.body_start as sentence_start, sentence.body_end as sentence_end
from (
    select 'fact_observation' as table_name, article_key, body_start, paragraph_no, sentence_no from fact_observation
    union all select 'fact_activity', article_key, body_start, paragraph_no, sentence_no from fact_activity
    union all select 'fact_mention', article_key, body_start, paragraph_no, sentence_no from fact_mention
) as fact
    left join fact_sentence as sentence using (article_key, paragraph_no, sentence_no)
where sentence.body_start is null
    or fact.body_start < sentence.body_start
    or fact.body_start >= sentence.body_end
