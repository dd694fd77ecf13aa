-- intermediate.named_initiative
-- Purpose: A programme of an article, who owns it, and where the article names it first.
-- Grain: one row per article and initiative.
-- Units: none.
create or replace view intermediate.named_initiative as
with first_mention as (
    select
        article_key,
        entity_key as initiative_key,
        min(body_start) as body_start,
        arg_min(line_no, body_start) as line_no,
        arg_min(paragraph_no, body_start) as paragraph_no,
        arg_min(sentence_no, body_start) as sentence_no
    from main.fact_mention
    where entity_kind = 'initiative'
    group by article_key, entity_key
)
select
    b.article_key,
    b.initiative_key,
    n.name,
    b.kind,
    b.role,
    b.owner_place_key,
    b.owner_organization_key,
    f.place_key as lead_place_key,
    f.topic_key,
    m.body_start,
    m.line_no,
    m.paragraph_no,
    m.sentence_no
from main.bridge_article_initiative as b
join main.dim_initiative as n on n.initiative_key = b.initiative_key
join main.fact_article as f on f.article_key = b.article_key
left join first_mention as m on m.article_key = b.article_key and m.initiative_key = b.initiative_key;

comment on view intermediate.named_initiative is 'One row per article and initiative: its name and owner, and where the body names it first.';
comment on column intermediate.named_initiative.article_key is 'The article.';
comment on column intermediate.named_initiative.initiative_key is 'The initiative.';
comment on column intermediate.named_initiative.name is 'Its name.';
comment on column intermediate.named_initiative.kind is 'Kind that the wording of the article gives it.';
comment on column intermediate.named_initiative.role is 'owned where the text names its owner, else mentioned.';
comment on column intermediate.named_initiative.owner_place_key is 'The place that runs it; 0 where none is named.';
comment on column intermediate.named_initiative.owner_organization_key is 'The organisation that runs it; 0 where none is named.';
comment on column intermediate.named_initiative.lead_place_key is 'Lead place of the article; 0 where none.';
comment on column intermediate.named_initiative.topic_key is 'Lead topic of the article; 0 where none.';
comment on column intermediate.named_initiative.body_start is 'First code point of its first mention in the body; null where only a headline names it.';
comment on column intermediate.named_initiative.line_no is 'Line of the file, from 1, on which that begins.';
comment on column intermediate.named_initiative.paragraph_no is 'Paragraph of the body, from 1, in which that begins.';
comment on column intermediate.named_initiative.sentence_no is 'Sentence of the paragraph, from 1, in which that begins.';
