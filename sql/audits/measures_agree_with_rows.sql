-- purpose: The counts of an article are those of the rows that they count.
-- severity: stop
-- table: fact_article
-- scope: page
with measured as (
    select article_key, code_point_count, paragraph_count, sentence_count, word_count, observation_count
    from fact_article
),
counted as (
    select article_key, length(body) as code_point_count,
        case when body = '' then 0 else len(string_split(body, chr(10))) end as paragraph_count
    from dim_article where article_key <> 0
),
sentences as (select article_key, count(*) as sentence_count from fact_sentence group by article_key),
words as (select article_key, sum(occurrence_count) as word_count from fact_article_word group by article_key),
observations as (select article_key, count(*) as observation_count from fact_observation group by article_key)
select measured.*
from measured
    left join counted using (article_key)
    left join sentences using (article_key)
    left join words using (article_key)
    left join observations using (article_key)
where measured.code_point_count <> counted.code_point_count
    or measured.paragraph_count <> counted.paragraph_count
    or measured.sentence_count <> coalesce(sentences.sentence_count, 0)
    or measured.word_count <> coalesce(words.word_count, 0)
    or measured.observation_count <> coalesce(observations.observation_count, 0)
