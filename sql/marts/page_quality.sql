-- mart.page_quality
-- Purpose: How well each page was repaired, and how sure the reader is.
-- Grain: one row per current page version.
-- Units: counts; confidence from 0 to 1; discarded_share from 0 to 1.
create or replace view mart.page_quality as
with lines as (
    select source_key, count(*) as lines, count(*) filter (where continues_line_no is not null) as joined_lines,
        sum(kept_chars) as kept_chars, sum(discarded_chars) as discarded_chars,
        sum(dropped_prefix_chars) as repeated_chars, count(*) filter (where role = 'furniture') as furniture_lines
    from ops.page_line
    group by source_key
),
articles as (
    select source_key, count(*) as articles, avg(confidence) as mean_confidence, min(confidence) as least_confidence,
        count(*) filter (where is_truncated) as truncated_articles,
        count(*) filter (where is_interrupted) as interrupted_articles,
        count(*) filter (where duplicate_of_article_key is not null) as repeated_articles
    from main.dim_article
    where article_key <> 0
    group by source_key
),
facts as (
    select source_key, sum(observation_count) as figures, count(*) filter (where place_key = 0) as articles_without_place
    from main.fact_article
    group by source_key
),
rejections as (
    select content_sha256, count(*) as rejections from ops.rejection group by content_sha256
)
select
    s.file_name,
    s.relative_path,
    s.newspaper,
    s.page_no,
    s.published_on,
    s.published_on_basis,
    s.encoding,
    coalesce(a.articles, 0) as articles,
    a.mean_confidence,
    a.least_confidence,
    a.truncated_articles,
    a.interrupted_articles,
    a.repeated_articles,
    l.lines,
    l.joined_lines,
    l.repeated_chars,
    l.furniture_lines,
    l.discarded_chars / nullif(l.kept_chars + l.discarded_chars, 0) as discarded_share,
    f.figures,
    f.articles_without_place,
    coalesce(r.rejections, 0) as rejections
from main.dim_source as s
left join lines as l on l.source_key = s.source_key
left join articles as a on a.source_key = s.source_key
left join facts as f on f.source_key = s.source_key
left join rejections as r on r.content_sha256 = s.content_sha256
where s.source_key <> 0 and s.is_current;

comment on view mart.page_quality is 'One row per current page version. How well each page was repaired, and how sure the reader is.';
comment on column mart.page_quality.file_name is 'File of the page.';
comment on column mart.page_quality.relative_path is 'Path below the inbox.';
comment on column mart.page_quality.newspaper is 'Newspaper; null where unknown.';
comment on column mart.page_quality.page_no is 'Page number as printed.';
comment on column mart.page_quality.published_on is 'Day of publication; null where unknown.';
comment on column mart.page_quality.published_on_basis is 'What that day rests on.';
comment on column mart.page_quality.encoding is 'Encoding that the file was read in.';
comment on column mart.page_quality.articles is 'Articles found.';
comment on column mart.page_quality.mean_confidence is 'Mean confidence of the articles.';
comment on column mart.page_quality.least_confidence is 'Lowest confidence among the articles.';
comment on column mart.page_quality.truncated_articles is 'Articles that break off.';
comment on column mart.page_quality.interrupted_articles is 'Articles with foreign text between their lines.';
comment on column mart.page_quality.repeated_articles is 'Articles that repeat an earlier one.';
comment on column mart.page_quality.lines is 'Non-blank lines.';
comment on column mart.page_quality.joined_lines is 'Lines joined to another in the middle of a paragraph.';
comment on column mart.page_quality.repeated_chars is 'Code points printed twice at a join and taken out.';
comment on column mart.page_quality.furniture_lines is 'Lines that belong to the page and to no article.';
comment on column mart.page_quality.discarded_share is 'Share of code points taken out.';
comment on column mart.page_quality.figures is 'Reported figures.';
comment on column mart.page_quality.articles_without_place is 'Articles whose lead place is unknown.';
comment on column mart.page_quality.rejections is 'Rows or values of this page that a rule refused.';
