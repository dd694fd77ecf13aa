// Topics month by month, words that rise, programmes that spread.

function showTopics({ articles: chosen }) {
  const columns = [...new Set(chosen.map((article) => article.month ?? "日期不详"))].sort();
  const cells = grouped(chosen.flatMap((article) => article.topics.map((topic) => ({ topic, article, column: article.month ?? "日期不详" }))), (cell) => `${cell.topic} ${cell.column}`);
  const sums = grouped(chosen.flatMap((article) => article.topics.map((topic) => ({ topic }))), (cell) => cell.topic);
  const lines = [...sums.keys()].sort((a, b) => sums.get(a).length - sums.get(b).length || byText(topics[b].code, topics[a].code));
  const ofMonth = grouped(chosen, (article) => article.month ?? "日期不详");
  const highest = Math.max(4, ...[...cells.values()].map((rows) => rows.length));
  const data = [...cells.values()].map((rows) => {
    const [{ topic, column }] = rows;
    return { value: [columns.indexOf(column), lines.indexOf(topic), rows.length], key: `${topic} ${column}`, label: { color: rows.length > 0.5 * highest ? CARD : INK } };
  });
  byId("topics").style.height = `${Math.max(160, 40 + lines.length * 22)}px`;
  draw("topics", data.length, {
    grid: { left: 4, right: 8, top: 6, bottom: 4, containLabel: true },
    xAxis: { type: "category", data: columns, ...quietAxis, splitLine: { show: false }, axisLabel: { ...axisWords, hideOverlap: true, formatter: (month) => (month.length === 7 ? `${month.slice(2, 4)}.${month.slice(5)}` : "不详") } },
    yAxis: { type: "category", data: lines.map((topic) => topics[topic].name_zh), ...quietAxis, axisLine: { show: false }, splitLine: { show: false }, axisLabel: { ...axisWords, color: INK, fontSize: 12 } },
    visualMap: { show: false, min: 0, max: highest, inRange: { color: ["#f0ebdf", "#a9c2c9", "#5d8a9b", "#2f5d73"] } },
    tooltip: { formatter: ({ data }) => {
        const [{ topic, column }, { length }] = [cells.get(data.key)[0], cells.get(data.key)];
        return plain(`${topics[topic].name_zh}（${topics[topic].name_en}）\n${column}：${length} 篇，占当月 ${Math.round(100 * share(length, ofMonth.get(column).length))}%`);
      },
    },
    series: [{ type: "heatmap", data, label: { show: true, fontSize: 11, fontFamily: FONT }, itemStyle: { borderColor: CARD, borderWidth: 2, borderRadius: 3 } }],
  }, ({ data }) => {
    const rows = cells.get(data.key);
    showEvidence(`${topics[rows[0].topic].name_zh}，${rows[0].column}`, rows.map((row) => articleItem(row.article)));
  });
}

function showWords({ words: found }) {
  const known = [...new Set(found.map((row) => row.month.slice(0, 7)))].sort();
  const month = known.at(-1);
  const rows = [...grouped(found.filter((row) => row.month.startsWith(month ?? "-")), (row) => row.word).values()];
  const most = Math.max(0, ...rows.map(([row]) => Math.max(row.per_10000, row.before_per_10000 ?? 0)));
  byId("words-note").replaceChildren(month ? `${monthWords(month)}与此前各月相比；横条为每万词次数，竖线为此前。地点与主题只决定列出哪些词。` : "");
  const draw = (shown) => make("div", { class: "words-columns" }, shown.map((group) => {
    const [row] = group;
    const rise = row.before_per_10000 ? `×${(row.per_10000 / row.before_per_10000).toFixed(1)}` : "新";
    return bars([{
      label: row.word, share: share(row.per_10000, most), before: share(row.before_per_10000 ?? 0, most), amount: rise, tint: "#c7a15e",
      open: () => showEvidence(`“${row.word}”：${monthWords(month)} ${row.occurrences} 次，${row.articles} 篇`, group.map((one) => ({ row: one, what: null }))),
    }]);
  }));
  fill("words", shortened("words", rows, isNarrow() ? 12 : 24, draw, "个词"), rows.length, "要有两个月以上的版面，才能看出哪些词在上升。");
}

function showProgrammes({ programmes: named }) {
  const rows = [...grouped(named, (programme) => programme.name)].map(([name, group]) => {
    const dated = group.filter((one) => articles[one.article].date).sort((a, b) => byText(articles[a.article].date, articles[b.article].date));
    return {
      name, group, dated, units: [...new Set(group.map(subjectOf).filter(Boolean))], articles: new Set(group.map((one) => one.article)).size,
      owner: [...new Set(group.filter((one) => one.is_owned).map(subjectOf).filter(Boolean))],
    };
  });
  rows.sort((a, b) => b.units.length - a.units.length || b.articles - a.articles || byText(b.dated.at(-1) ? articles[b.dated.at(-1).article].date : "", a.dated.at(-1) ? articles[a.dated.at(-1).article].date : "") || byText(a.name, b.name));
  const days = named.map((one) => articles[one.article].date).filter(Boolean).sort();
  const [first, last] = [days[0], days.at(-1)];
  const at = (day) => (first === last ? 0.5 : share(Date.parse(day) - Date.parse(first), Date.parse(last) - Date.parse(first)));
  const strip = (row) => !row.dated.length ? make("span", { class: "level" }, "日期不详") : make("div", { class: "strip" }, row.dated.map((one) =>
    make("button", { type: "button", class: one.is_owned ? "owned" : null, "--at": at(articles[one.article].date), title: `${subjectOf(one) ?? ""} ${articles[one.article].date}`,
      "aria-label": `${row.name}，${articles[one.article].date}`, onclick: () => showEvidence(row.name, [programmeItem(one)]) })));
  const draw = (shown) => make("div", { class: "scroll" }, make("table", {},
    make("thead", {}, make("tr", {}, heading("举措", "initiative"), heading("类别", "kind", "aside"), heading("归属", "owner", "aside"), heading("单位", "units", "number"), heading("文章", "articles", "number"),
      make("th", { scope: "col" }, "时间", make("div", { class: "strip-axis" }, make("span", {}, first ?? ""), make("span", {}, last ?? ""))))),
    make("tbody", {}, shown.map((row) => make("tr", {},
      make("td", { class: "clip", title: row.name }, link(row.name, () => showEvidence(row.name, row.group.map(programmeItem)))),
      make("td", { class: "aside" }, PROGRAMME_KINDS[row.group[0].kind] ?? row.group[0].kind),
      make("td", { class: "clip aside" }, row.owner.length ? row.owner.join("、") : dash()),
      make("td", { class: "number" }, String(row.units.length)), make("td", { class: "number" }, String(row.articles)), make("td", {}, strip(row)))))));
  fill("programmes", shortened("programmes", rows, 14, draw, "项举措"), rows.length);
}
