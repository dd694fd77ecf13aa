// Demands, disputes and hazards over time: one point for each reported figure.

const DAY_LABELS = { year: "{yyyy}年", month: "{M}月", day: "{M}.{d}", hour: "", minute: "", second: "", millisecond: "", none: "{M}.{d}" };
const TIMELINE_KINDS = ["demand_resolved", "dispute_mediated", "hazard_removed"];

function showTimeline({ figures: told }) {
  const rows = told.filter((figure) => TIMELINE_KINDS.includes(figure.category));
  const drawn = rows.filter((figure) => figure.value > 0 && figure.change === null && figure.unit !== "%" && articles[figure.article].date);
  const series = [];
  for (const category of TIMELINE_KINDS) {
    const { zh, color } = KINDS[category];
    const own = drawn.filter((figure) => figure.category === category);
    const highest = [...grouped(own.filter(isLevel), (figure) => articles[figure.article].month).values()].map(largest)
      .sort((a, b) => byText(articles[a.article].date, articles[b.article].date));
    const point = (figure) => ({
      value: [articles[figure.article].date, figure.value], figure: figure.number,
      itemStyle: figure.is_target ? { color: CARD, borderColor: color, borderWidth: 2 } : { color, opacity: 0.82 },
    });
    series.push(
      { name: zh, type: "line", data: highest.map(point), showSymbol: false, lineStyle: { color, width: 1.2, opacity: 0.5 }, itemStyle: { color }, silent: true, tooltip: { show: false } },
      { name: zh, type: "scatter", data: own.map(point), symbolSize: 10, itemStyle: { color }, cursor: "pointer" });
  }
  draw("timeline", drawn.length, {
    grid: { left: 8, right: 18, top: 40, bottom: 6, containLabel: true },
    legend: { top: 4, left: 0, icon: "circle", itemWidth: 9, itemHeight: 9, itemGap: 18, textStyle: { fontFamily: FONT, color: INK }, data: TIMELINE_KINDS.map((kind) => KINDS[kind].zh) },
    xAxis: { type: "time", ...quietAxis, splitLine: { show: false }, axisLabel: { ...axisWords, hideOverlap: true, formatter: DAY_LABELS }, minInterval: 864e5, boundaryGap: ["2%", "2%"] },
    yAxis: { type: "log", logBase: 10, ...quietAxis, axisLabel: { ...axisWords, formatter: amount } },
    tooltip: {
      trigger: "item",
      formatter: ({ data }) => {
        const figure = figures[data.figure];
        return plain(`${subjectOf(figure) ?? "未写明单位"}\n${figure.indicator} ${figureWords(figure)}${figure.unit}${figure.is_target ? "（目标）" : ""}\n${whereOf(articles[figure.article])}`);
      },
    },
    series,
  }, ({ data }) => showEvidence(`${subjectOf(figures[data.figure]) ?? ""} ${figures[data.figure].indicator}`, [figureItem(figures[data.figure])]), "所选范围内没有可入图的数字。");
  const left = rows.length - drawn.length;
  byId("timeline-note").replaceChildren(left ? link(`${left} 处数字未入图`, () => showEvidence("未入图的数字", rows.filter((row) => !drawn.includes(row)).map(figureItem))) : "", left ? "：只写增减、百分比，或日期不详。" : "");
}
