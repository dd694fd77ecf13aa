-- mart.venue_inventory (R5)
-- Purpose: Places for deliberation and service close to home: who runs them, what for, and how many there are.
-- Grain: one row per venue, or series of venues, and article that names it.
-- Units: count in places or pieces.
create or replace view mart.venue_inventory as
with named as (
    select article_key, initiative_key, name, kind, owner_place_key, owner_organization_key, lead_place_key, line_no,
        paragraph_no, sentence_no
    from intermediate.named_initiative
    where kind in ('venue', 'facility')
),
figure as (
    select article_key, initiative_key, indicator, value, unit, qualifier, place_key, unit_organization_key, source_text,
        line_no, paragraph_no, sentence_no
    from intermediate.figure
    where category = 'facility'
),
told as (
    select n.article_key, n.name as venue, n.kind as venue_kind, n.line_no, n.paragraph_no, n.sentence_no, f.value as count, f.unit as unit_word,
        f.qualifier, f.source_text,
        coalesce(nullif(n.owner_place_key, 0), case when n.owner_organization_key = 0 then n.lead_place_key end, 0)
        as place_key,
        case when n.owner_place_key <> 0 then 0 else n.owner_organization_key end as unit_organization_key
    from named as n
    left join figure as f on f.article_key = n.article_key and f.initiative_key = n.initiative_key
    union all
    select f.article_key, f.indicator, 'facility', f.line_no, f.paragraph_no, f.sentence_no, f.value, f.unit, f.qualifier,
        f.source_text, f.place_key, f.unit_organization_key
    from figure as f
    where not exists (
        select 1 from named as n where n.article_key = f.article_key and n.initiative_key = f.initiative_key
    )
),
-- With those that are told picked out first; an outer join with all sentences takes half as long again.
sentence as (
    select s.article_key, s.paragraph_no, s.sentence_no, s.text
    from main.fact_sentence as s
    semi join told as t
        on t.article_key = s.article_key and t.paragraph_no = s.paragraph_no and t.sentence_no = s.sentence_no
),
described as (
    select t.*, s.text, regexp_extract_all(t.venue || coalesce(s.text, ''), '议事|协商|商议|讨论|圆桌|调解|纠纷|学习|学堂|课堂|书|阅读|教学|快递|外卖|骑手|司机|新就业|老年|老人|日间照料|养老|休憩|休闲|健身|广场|亭|座椅|便民|服务') as hits
    from told as t
    left join sentence as s
        on s.article_key = t.article_key and s.paragraph_no = t.paragraph_no and s.sentence_no = t.sentence_no
)
select
    u.unit as owner,
    u.unit_level as owner_level,
    t.venue,
    t.venue_kind,
    case when contains(t.venue, '“') or contains(t.venue, '「')
        then nullif(regexp_extract(t.venue, '[“「](.+?)[”」]', 1), '') end as brand,
    t.count,
    t.unit_word,
    t.qualifier,
    case when len(t.hits) > 0 then concat_ws('、',
        case when list_has_any(t.hits, ['议事', '协商', '商议', '讨论', '圆桌']) then '议事' end,
        case when list_has_any(t.hits, ['调解', '纠纷']) then '调解' end,
        case when list_has_any(t.hits, ['学习', '学堂', '课堂', '书', '阅读', '教学']) then '学习' end,
        case when list_has_any(t.hits, ['快递', '外卖', '骑手', '司机', '新就业']) then '新就业群体' end,
        case when list_has_any(t.hits, ['老年', '老人', '日间照料', '养老']) then '养老' end,
        case when list_has_any(t.hits, ['休憩', '休闲', '健身', '广场', '亭', '座椅']) then '休闲' end,
        case when list_has_any(t.hits, ['便民', '服务']) then '便民服务' end
    ) end as purpose,
    a.file_name,
    coalesce(t.line_no, a.title_line_no) as line_no,
    coalesce(t.source_text, t.text, a.title) as source_text,
    a.title,
    a.published_on,
    a.dated_on,
    a.dated_on_precision
from described as t
join intermediate.article as a on a.article_key = t.article_key
left join intermediate.unit as u on u.place_key = t.place_key and u.organization_key = t.unit_organization_key;

comment on view mart.venue_inventory is 'One row per venue, or series of venues, and article that names it. Places for deliberation and service close to home: who runs them, what for, and how many there are.';
comment on column mart.venue_inventory.owner is 'Place or organisation that runs it, else the lead place of the article.';
comment on column mart.venue_inventory.owner_level is 'Level of the place, or kind of the organisation.';
comment on column mart.venue_inventory.venue is 'Venue, or thing counted, as printed.';
comment on column mart.venue_inventory.venue_kind is 'venue or facility.';
comment on column mart.venue_inventory.brand is 'Name in quotation marks inside the venue''s name.';
comment on column mart.venue_inventory.count is 'How many; null where the page prints no figure.';
comment on column mart.venue_inventory.unit_word is 'Measure word as printed.';
comment on column mart.venue_inventory.qualifier is 'exact, at_least or about, as the wording says.';
comment on column mart.venue_inventory.purpose is 'What it is for, as far as name and sentence say.';
comment on column mart.venue_inventory.file_name is 'File of the page.';
comment on column mart.venue_inventory.line_no is 'Line of the file, from 1, on which the quoted text begins.';
comment on column mart.venue_inventory.source_text is 'The printed words.';
comment on column mart.venue_inventory.title is 'Title of the article.';
comment on column mart.venue_inventory.published_on is 'Day of publication; null where the page does not say.';
comment on column mart.venue_inventory.dated_on is 'The day known best: that of publication, else the last day of the most precise date that the article prints.';
comment on column mart.venue_inventory.dated_on_precision is 'published, else day, month, year or period; null where no date is known.';
