// The evidence behind a figure: the printed words, where they stand, in a drawer at the side.

const SHOWN_EVIDENCE = 100;
let drawerOpener = null;

/** Newspaper, day and page of an article, as far as they are known. */
function whereOf(article) {
  const page = pages[article.page] ?? {};
  const day = article.date ? dayWords(article.date) + (article.dated_by === "published" ? "" : "（据文中日期）") : "日期不详";
  return [page.newspaper, day, page.page_no ? `${page.page_no}版` : null].filter(Boolean).join(" · ");
}

const fileOf = (article) => pages[article.page]?.path ?? "文件不详";

/** A sentence with the quoted words marked; offsets count code points, as in the warehouse. */
function quotation(row) {
  if (row.sentence === null || row.sentence === undefined) return null;
  const text = Array.from(sentences[row.sentence].text);
  const part = (from, to) => text.slice(from, to).join("");
  return make("blockquote", {}, part(0, row.start), make("mark", {}, part(row.start, row.end)), part(row.end));
}

function evidenceItem({ row, article, what }) {
  return make("article", { class: "evidence" },
    what ? make("p", { class: "what" }, what) : null,
    quotation(row) ?? make("blockquote", {}, article.opening),
    make("p", {}, `《${article.title || "无题"}》`),
    make("p", {}, `${whereOf(article)} · `, make("code", {}, `${fileOf(article)}:${row.line ?? article.line ?? "?"}`)));
}

/** Open the drawer. Items have a row (with line and quotation), and what it says in short; actions are elements. */
function showEvidence(title, items, actions = []) {
  drawerOpener = document.activeElement;
  byId("drawer-title").replaceChildren(title);
  const shown = items.slice(0, SHOWN_EVIDENCE).map((item) => evidenceItem({ ...item, article: articles[item.row.article ?? item.row.number] }));
  const rest = items.length - shown.length;
  byId("drawer-body").replaceChildren(
    make("p", { class: "note" }, `${items.length} 处`, ...actions),
    ...shown,
    rest > 0 ? make("p", { class: "note" }, `另有 ${rest} 处，请缩小筛选范围，或用 SQL 查询。`) : "");
  byId("drawer").hidden = false;
  byId("drawer").scrollTop = 0;
  byId("drawer-title").focus();
}

function closeEvidence() {
  byId("drawer").hidden = true;
  drawerOpener?.focus?.();
}

const figureItem = (figure) => ({
  row: figure,
  what: [subjectOf(figure), figure.indicator, `${figureWords(figure)}${figure.unit}`, figure.period, figure.is_target ? "目标" : null]
    .filter(Boolean).join(" · "),
});
const activityItem = (activity) => ({
  row: activity,
  what: [ACTIVITY_TYPES[activity.type] ?? activity.type, activity.name, activityDays(activity), activity.venue,
    activity.places.map(([place]) => places[place].name).concat(activity.organizations).join("、")].filter(Boolean).join(" · "),
});
const articleItem = (article) => ({ row: { article: article.number, line: article.line }, what: null });
const programmeItem = (programme) => ({
  row: programme,
  what: [programme.name, PROGRAMME_KINDS[programme.kind] ?? programme.kind, subjectOf(programme), programme.is_owned ? "本单位的举措" : "写到"]
    .filter(Boolean).join(" · "),
});

function activityDays(activity) {
  if (!activity.from) return null;
  return activity.from === activity.to ? dayWords(activity.from) : `${dayWords(activity.from)}至${dayWords(activity.to)}`;
}

byId("drawer-close").addEventListener("click", closeEvidence);
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !byId("drawer").hidden) closeEvidence();
});
