// How well the pages were read, and what the page itself says of its limits.

function showQuality({ pages: chosen }) {
  const isWhole = filter.from === null && filter.to === null && filter.place === null && filter.topic === null;
  const rows = pages.filter((page) => isWhole || chosen.has(page.number))
    .sort((a, b) => (a.least_confidence ?? -1) - (b.least_confidence ?? -1) || a.number - b.number);
  const ofPage = grouped(articles, (article) => article.page);
  const sum = (column) => rows.reduce((total, page) => total + (page[column] ?? 0), 0);
  const draw = (shown) => make("div", { class: "scroll" }, make("table", {},
    make("thead", {}, make("tr", {}, heading("版面", "relative_path"), heading("日期", "published_on", "aside"), heading("编码", "encoding", "aside"), heading("文章", "articles", "number"),
      heading("平均置信度", "mean_confidence", "number"), heading("最低", "least_confidence", "number"), heading("残缺", "truncated_articles", "number"), heading("被打断", "interrupted_articles", "number"),
      heading("接行", "joined_lines", "number"), heading("重复字", "repeated_chars", "number"), heading("删去", "discarded_share", "number"), heading("拒收", "rejections", "number"))),
    make("tbody", {}, shown.map((page) => {
      const own = ofPage.get(page.number) ?? [];
      const weak = [...own].sort((a, b) => a.confidence - b.confidence);
      const percent = (value) => (value === null ? dash() : `${(100 * value).toFixed(1)}%`);
      const number = (value) => make("td", { class: "number" }, value === null ? dash() : String(value));
      return make("tr", {},
        make("td", { class: "clip", title: page.path }, link(page.path, () => showEvidence(page.path, weak.map((article) => ({ ...articleItem(article), what: `置信度 ${(100 * article.confidence).toFixed(1)}%` }))))),
        make("td", { class: "aside" }, page.date ?? dash()), make("td", { class: "aside" }, page.encoding), number(page.articles),
        make("td", { class: "number bar", "--share": page.mean_confidence ?? 0, "--tint": "#dfe8dd" }, make("span", {}, percent(page.mean_confidence))),
        make("td", { class: "number bar", "--share": page.least_confidence ?? 0, "--tint": page.least_confidence < 0.7 ? "#f0d3cb" : "#dfe8dd" }, make("span", {}, percent(page.least_confidence))),
        number(page.truncated), number(page.interrupted), number(page.joined_lines), number(page.repeated_chars),
        make("td", { class: "number" }, percent(page.discarded_share)), number(page.rejections));
    }))));
  const run = source.release;
  byId("quality-note").replaceChildren(
    `最没有把握的在前。共接 ${sum("joined_lines")} 行，去掉重复 ${sum("repeated_chars")} 字，拒收 ${sum("rejections")} 处。`,
    run.files_found === null || run.files_found === undefined ? "" : `最近一次装载：文件 ${run.files_found} 个，新 ${run.pages_new}、改 ${run.pages_changed}、拒 ${run.pages_rejected}；检查 ${run.checks} 项，警告 ${run.warnings}、失败 ${run.failures}。`,
    run.rejection_rules ? `拒收规则：${run.rejection_rules}。` : "");
  fill("quality", shortened("quality", rows, 10, draw, "个版面"), rows.length);
}

const KIND_WORDS = { article: "文章", figure: "数字", activity: "活动", programme: "举措", page: "版面" };

function showFrame() {
  const published = articles.filter((article) => article.dated_by === "published").map((article) => article.date).sort();
  const { release_no: number, published_at: made } = source.release;
  const facts = [
    ["报纸日期 published_on", published.length ? `${published[0]} 至 ${published.at(-1)}` : "不详"],
    ["版面 pages", `${pages.length}`],
    ["发布 release", number ? `第 ${number} 号，${made.slice(0, 10)}` : "—"],
  ];
  byId("release").replaceChildren(...facts.map(([term, words]) => make("div", {}, make("dt", {}, term), make("dd", {}, words))));
  const cut = Object.entries(KIND_WORDS).map(([kind, zh]) => [zh, source.tables[kind].rows.length, source.totals[kind] ?? 0]).filter(([, here, all]) => here < all);
  const undated = articles.filter((article) => article.dated_by !== "published").length;
  byId("footer").replaceChildren(
    cut.length ? make("p", { class: "cut" }, `为便于打开，本页只收最新的部分：${cut.map(([zh, here, all]) => `${zh} ${here} / ${all}`).join("，")}。全部数据在数据库中。`) : "",
    undated ? make("p", {}, `${undated} 篇没有出版日期，按文中最晚的日或月归入，再无则列“日期不详”；选定期间后，日期不详者不计。`) : "",
    make("p", {}, "数字照报道所写，≥ 表示“余、多、超、以上”，≈ 表示“约、近”。上下级单位的数字有重叠，本页从不相加。重复刊登的文章只计一次。期间按文章日期；地点包括下辖各地。"),
    make("p", {}, "图表由 Apache ECharts 绘制（Apache-2.0）。本页不连网，所有数据都在文件之内。"));
}
