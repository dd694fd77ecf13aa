-- intermediate.article
-- Purpose: An article with its page and the day known best; what repeats an earlier article is left out.
-- Grain: one row per article that repeats no other.
-- Units: none.
create or replace view intermediate.article as
select
    f.article_key,
    a.title,
    a.is_truncated,
    s.file_name,
    s.published_on,
    f.dated_on,
    f.dated_on_precision,
    f.title_line_no,
    f.place_key,
    f.topic_key
from main.fact_article as f
join main.dim_article as a on a.article_key = f.article_key
join main.dim_source as s on s.source_key = f.source_key
where a.duplicate_of_article_key is null;

comment on view intermediate.article is 'One row per article that repeats no other: with its page and the day known best.';
comment on column intermediate.article.article_key is 'The article.';
comment on column intermediate.article.title is 'Title of the article.';
comment on column intermediate.article.is_truncated is 'Whether a paragraph breaks off and its rest is not on the page.';
comment on column intermediate.article.file_name is 'File of the page.';
comment on column intermediate.article.published_on is 'Day of publication; null where the page does not say.';
comment on column intermediate.article.dated_on is 'The day known best: that of publication, else the last day of the most precise date that the article prints.';
comment on column intermediate.article.dated_on_precision is 'published, else day, month, year or period; null where no date is known.';
comment on column intermediate.article.title_line_no is 'Line of the file, from 1, on which the title begins.';
comment on column intermediate.article.place_key is 'Lead place; 0 where none.';
comment on column intermediate.article.topic_key is 'Lead topic; 0 where none.';
