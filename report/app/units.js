// The overview, the scorecard of units, the latest articles and figures.

function showOverview({ articles: chosen, figures: told, activities: held, within }) {
  const units = new Set(chosen.flatMap((article) => article.places).filter((place) => within === null || within.has(place)));
  const tile = (zh, en, value, unit, more, open) =>
    make("button", { type: "button", class: "tile", onclick: open, "data-tile": en },
      make("span", { class: "tile-label" }, zh, english(en)),
      make("span", { class: "tile-value" }, value, unit ? make("small", {}, unit) : null),
      make("span", { class: "tile-more" }, more));
  const latest = chosen.find((article) => article.dated_by === "published") ?? chosen.find((article) => article.date);
  const named = (rows) => new Set(rows.map((row) => row.name)).size;
  const figureTile = (category) => {
    const { zh, en } = KINDS[category];
    const rows = told.filter((figure) => figure.category === category);
    const most = largest(rows.filter(isLevel));
    const open = () => showEvidence(`${zh}：报道的数字`, byValue(rows).map(figureItem));
    return tile(zh, en, most ? figureWords(most) : "—", most?.unit, most ? `${subjectOf(most) ?? "未写明单位"}，${rows.length} 处中最大` : "没有写到数字", open);
  };
  fill("overview", [
    tile("文章", "articles", String(chosen.length), "篇", latest ? `最新 ${dayWords(latest.date)}` : "日期不详",
      () => showEvidence("文章", chosen.map(articleItem))),
    tile("单位", "units", String(units.size), "个", `共建共办 ${held.filter((a) => partners(a).length > 1).length} 场`,
      () => byId("scorecard").closest("section").scrollIntoView()),
    tile("活动", "activities", String(held.length), "场", `${named(held)} 种名称`, () => showEvidence("活动", held.map(activityItem))),
    ...Object.keys(KINDS).map(figureTile),
  ], 7);
}

const byValue = (rows) => [...rows].sort((a, b) => b.value - a.value || a.number - b.number);

/** One row per unit, by the rules of mart.unit_scorecard, over the whole chosen period. */
function scorecardRows(selection) {
  const rows = new Map();
  const inside = (place) => selection.within === null || selection.within.has(place);
  for (const article of selection.articles)
    for (const place of article.places)
      if (inside(place)) {
        if (!rows.has(place))
          rows.set(place, { place, articles: [], activities: [], programmes: new Map(), demand_resolved: [], dispute_mediated: [], hazard_removed: [], beneficiary: [] });
        rows.get(place).articles.push(article);
      }
  for (const activity of selection.activities)
    for (const place of new Set(activity.places.map(([number]) => number))) rows.get(place)?.activities.push(activity);
  for (const figure of selection.figures) if (isLevel(figure) && figure.place !== null) rows.get(figure.place)?.[figure.category].push(figure);
  for (const programme of selection.programmes) {
    const row = rows.get(programme.place);
    if (row) row.programmes.set(programme.name, [...(row.programmes.get(programme.name) ?? []), programme]);
  }
  return [...rows.values()];
}

const SCORES = [
  ["articles", "文章", "articles", (row) => row.articles.length],
  ["activities", "活动", "activities", (row) => row.activities.length || null],
  ...Object.entries(KINDS).map(([category, { zh, en }]) => [category, zh, en, (row) => largest(row[category])?.value ?? null]),
  ["programmes", "举措", "initiatives_named", (row) => row.programmes.size || null],
];
const scorecardOrder = { column: "articles", isUp: false };

function showScorecard(selection) {
  const rows = scorecardRows(selection);
  const measure = Object.fromEntries(SCORES.map(([column, , , value]) => [column, value]));
  measure.unit = (row) => places[row.place].name;
  const sortBy = measure[scorecardOrder.column];
  rows.sort((a, b) => {
    const [x, y] = [sortBy(a), sortBy(b)];
    // What the pages do not say comes last, whichever way round.
    if ((x === null) !== (y === null)) return x === null ? 1 : -1;
    const order = typeof x === "string" ? x.localeCompare(y, "zh") : x - y;
    return (scorecardOrder.isUp ? order : -order) || b.articles.length - a.articles.length || b.activities.length - a.activities.length || a.place - b.place;
  });
  const most = Object.fromEntries(SCORES.map(([column, , , value]) => [column, Math.max(0, ...rows.map((row) => value(row) ?? 0))]));
  const sortable = (column, zh, en, isNumber) => {
    const turn = () => {
      Object.assign(scorecardOrder, { isUp: scorecardOrder.column === column ? !scorecardOrder.isUp : column === "unit", column });
      show();
    };
    const sort = scorecardOrder.column === column ? (scorecardOrder.isUp ? "ascending" : "descending") : null;
    return make("th", { scope: "col", class: isNumber ? "number" : null, "aria-sort": sort },
      make("button", { type: "button", onclick: turn }, zh, english(en)));
  };
  const cell = (row, [column, zh, , value]) => {
    const amountHere = value(row);
    if (amountHere === null) return make("td", { class: "number" }, dash());
    const name = places[row.place].name;
    const items = {
      articles: () => row.articles.map(articleItem), activities: () => row.activities.map(activityItem),
      programmes: () => [...row.programmes.values()].flat().map(programmeItem),
    }[column] ?? (() => byValue(row[column]).map(figureItem));
    const shown = KINDS[column] ? figureWords(largest(row[column])) : String(amountHere);
    return make("td", { class: "number bar", "--share": KINDS[column] ? share(Math.log1p(amountHere), Math.log1p(most[column])) : share(amountHere, most[column]) },
      make("span", {}, link(shown, () => showEvidence(`${name}：${zh}`, items(), [" · ", onlyHere(row.place)]))));
  };
  const draw = (shown) =>
    make("div", { class: "scroll" }, make("table", {},
      make("thead", {}, make("tr", {}, sortable("unit", "单位", "unit", false), heading("上级", "parent_unit", "aside"),
        ...SCORES.map(([column, zh, en]) => sortable(column, zh, en, true)))),
      make("tbody", {}, shown.map((row) => make("tr", { "data-unit": places[row.place].name },
        make("td", {}, places[row.place].name, " ", make("span", { class: "level" }, levelWords(places[row.place]))),
        make("td", { class: "aside" }, places[row.place].parent === null ? dash() : places[places[row.place].parent].name),
        ...SCORES.map((score) => cell(row, score)))))));
  fill("scorecard", shortened("scorecard", rows, 12, draw, "个单位"), rows.length);
}

function showLatest({ articles: chosen }) {
  const draw = (shown) => make("ul", { class: "list" }, shown.map((article) =>
    make("li", {}, make("button", { type: "button", class: "item", onclick: () => showEvidence(article.title || "无题", [articleItem(article)]) },
      make("strong", {}, article.title || "无题"),
      make("span", {}, [whereOf(article), article.place === null ? null : places[article.place].name, topics[article.topics[0]]?.name_zh].filter(Boolean).join(" · "))))));
  fill("latest", draw(chosen.slice(0, 8)), chosen.length);
}

function showFigures({ figures: told }) {
  const draw = (shown) => make("ul", { class: "list" }, shown.map((figure) =>
    make("li", {}, make("button", { type: "button", class: "item figure-item", onclick: () => showEvidence(`${subjectOf(figure) ?? ""} ${figure.indicator}`, [figureItem(figure)]) },
      make("strong", { class: "dot-label " + figure.category }, subjectOf(figure) ?? "未写明单位"),
      make("b", {}, figureWords(figure), make("small", {}, figure.unit)),
      make("span", {}, [figure.indicator, figure.period, figure.is_target ? "目标" : null].filter(Boolean).join(" · ")),
      make("span", {}, articles[figure.article].date ?? "日期不详")))));
  const shown = told.filter((figure) => figure.category !== "beneficiary");
  fill("figures", draw(shown.slice(0, 8)), shown.length);
}
