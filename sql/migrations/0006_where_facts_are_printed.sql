-- purpose: Facts say on which line, in which paragraph and sentence they begin, articles which day is known best,
--   and checks which rows they looked at.
-- changes: none
create temp table printed_line as
    select article_key, body_start, line_no from ops.page_line
    where role = 'body' and kept_chars > coalesce(length(byline_suffix), 0);
create temp table printed_spot as
    select spot.article_key, spot.body_start, line.line_no, sentence.paragraph_no, sentence.sentence_no
    from (
        select article_key, body_start from fact_sentence
        union select article_key, body_start from fact_observation
        union select article_key, body_start from fact_activity
        union select article_key, body_start from fact_mention
        union select article_key, body_start from fact_date_mention
    ) as spot
    asof left join printed_line as line
        on line.article_key = spot.article_key and line.body_start <= spot.body_start
    asof left join fact_sentence as sentence
        on sentence.article_key = spot.article_key and sentence.body_start <= spot.body_start;
-- A column that may not be null cannot be added to a table that has rows. Rows of an article stay together, since
-- their keys compress as runs.
alter table fact_sentence rename to fact_sentence_before;
create table fact_sentence (
    article_key bigint not null, section_heading text, paragraph_no integer not null, sentence_no integer not null,
    body_start integer not null, body_end integer not null, text text not null, line_no integer not null
);
insert into fact_sentence
    select before.*, spot.line_no
    from fact_sentence_before as before
    join printed_spot as spot on spot.article_key = before.article_key and spot.body_start = before.body_start
    order by before.article_key, before.body_start;
drop table fact_sentence_before;
alter table fact_observation rename to fact_observation_before;
create table fact_observation (
    article_key bigint not null, indicator_key bigint not null, place_key bigint not null,
    organization_key bigint not null, initiative_key bigint not null, value numeric(18, 4) not null,
    value_low numeric(18, 4), value_high numeric(18, 4), unit text not null, qualifier text not null, change text,
    is_target boolean not null, period_text text, period_from date, period_to date, source_text text not null,
    body_start integer not null, body_end integer not null, line_no integer not null, paragraph_no integer not null,
    sentence_no integer not null
);
insert into fact_observation
    select before.*, spot.line_no, spot.paragraph_no, spot.sentence_no
    from fact_observation_before as before
    join printed_spot as spot on spot.article_key = before.article_key and spot.body_start = before.body_start
    order by before.article_key, before.body_start;
drop table fact_observation_before;
alter table fact_activity rename to fact_activity_before;
create table fact_activity (
    activity_key bigint not null, article_key bigint not null, activity_type text not null, name text not null,
    date_from date, date_to date, venue text, participants text, body_start integer not null,
    body_end integer not null, source_text text not null, line_no integer not null, paragraph_no integer not null,
    sentence_no integer not null
);
insert into fact_activity
    select before.*, substring(article.body, before.body_start + 1, before.body_end - before.body_start),
        spot.line_no, spot.paragraph_no, spot.sentence_no
    from fact_activity_before as before
    join printed_spot as spot on spot.article_key = before.article_key and spot.body_start = before.body_start
    join dim_article as article on article.article_key = before.article_key
    order by before.article_key, before.body_start;
drop table fact_activity_before;
alter table fact_mention rename to fact_mention_before;
create table fact_mention (
    article_key bigint not null, entity_kind text not null, entity_key bigint not null, surface text not null,
    body_start integer not null, body_end integer not null, line_no integer not null, paragraph_no integer not null,
    sentence_no integer not null
);
insert into fact_mention
    select before.*, spot.line_no, spot.paragraph_no, spot.sentence_no
    from fact_mention_before as before
    join printed_spot as spot on spot.article_key = before.article_key and spot.body_start = before.body_start
    order by before.article_key, before.body_start;
drop table fact_mention_before;
alter table fact_date_mention rename to fact_date_mention_before;
create table fact_date_mention (
    article_key bigint not null, source_text text not null, resolved_from date, resolved_to date,
    precision text not null, basis text not null, body_start integer not null, body_end integer not null,
    line_no integer not null
);
insert into fact_date_mention
    select before.*, spot.line_no
    from fact_date_mention_before as before
    join printed_spot as spot on spot.article_key = before.article_key and spot.body_start = before.body_start
    order by before.article_key, before.body_start;
drop table fact_date_mention_before;
alter table fact_article add column title_line_no integer;
alter table fact_article add column dated_on date;
alter table fact_article add column dated_on_precision text;
update fact_article as fact set title_line_no = title.line_no
from (select article_key, min(line_no) as line_no from ops.page_line where role = 'title' group by article_key) as title
where title.article_key = fact.article_key;
update fact_article as fact set dated_on = known.dated_on, dated_on_precision = known.dated_on_precision
from (
    select distinct on (article_key) article_key, coalesce(published_on, resolved_to) as dated_on,
        case when published_on is not null then 'published' else precision end as dated_on_precision
    from fact_article
        join dim_source using (source_key)
        left join (from fact_date_mention where resolved_to is not null) as mention using (article_key)
    where published_on is not null or resolved_to is not null
    order by article_key, precision = 'day' desc, precision = 'month' desc, precision = 'year' desc, resolved_to desc,
        precision
) as known
where known.article_key = fact.article_key;
drop table printed_spot;
drop table printed_line;
alter table ops.quality_result add column scope text;
alter table ops.release add column rules_digest text;
alter table ops.release add column audit_scope text;
