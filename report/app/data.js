// The rows that the page was made with, and the words for their codes.

const source = JSON.parse(document.getElementById("data").textContent);

/** The rows of a table as objects, numbered; tables refer to each other by these numbers. */
function decode(name) {
  const { columns, rows } = source.tables[name];
  return rows.map((row, number) => Object.assign(Object.fromEntries(columns.map((column, i) => [column, row[i]])), { number }));
}

const articles = decode("article");
const pages = decode("page");
const places = decode("place");
const topics = decode("topic");
const figures = decode("figure");
const activities = decode("activity");
const programmes = decode("programme");
const words = decode("word");
const sentences = decode("sentence");

for (const article of articles) article.month = article.date ? article.date.slice(0, 7) : null;

const KINDS = {
  demand_resolved: { zh: "诉求", en: "demands", color: "#2f5d73" },
  dispute_mediated: { zh: "纠纷", en: "disputes", color: "#a63d2d" },
  hazard_removed: { zh: "隐患", en: "hazards", color: "#ad7c2b" },
  beneficiary: { zh: "服务人次", en: "persons_reached", color: "#4f7659" },
};
const ACTIVITY_TYPES = {
  meeting: "会议", training: "培训", volunteering: "志愿服务", cultural: "文化", publicity: "宣传", visit: "走访慰问",
  inspection: "检查", ceremony: "仪式", health: "健康", study: "学习", sport: "体育", other: "其他",
};
const LEVELS = {
  country: "国家", province: "省", city: "市", district: "区县", development_zone: "开发区", subdistrict: "街道、镇",
  community: "社区", village: "村", compound: "小区", road: "道路", scenic: "景区", unknown: "未知",
};
const PROGRAMME_KINDS = {
  brand: "品牌", mechanism: "机制", method: "工作法", team: "队伍", venue: "阵地", facility: "设施", slogan: "口号",
  activity_theme: "活动主题", unknown: "未分类",
};
const QUALIFIERS = { exact: "", at_least: "≥", about: "≈" };

/** The numbers of a place and of everything in it. */
function placesWithin(place) {
  const within = new Set([place]);
  let size = 0;
  while (size !== within.size) {
    size = within.size;
    for (const each of places) if (within.has(each.parent)) within.add(each.number);
  }
  return within;
}

/** The names of the places that contain a place, outermost first. */
function containing(place) {
  const names = [];
  // A reference table edited by hand could hold a circle; no chain of places is this long.
  for (let at = places[place].parent; at !== null && names.length < 12; at = places[at].parent) names.unshift(places[at].name);
  return names;
}

const byText = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
const monthWords = (month) => `${month.slice(0, 4)}年${Number(month.slice(5, 7))}月`;
const dayWords = (day) => `${monthWords(day)}${Number(day.slice(8, 10))}日`;
const share = (part, whole) => (whole > 0 ? part / whole : 0);

/** A number as an office writes it: 9,846; from ten thousand on 2.6万. */
function amount(value) {
  if (Math.abs(value) >= 1e8) return `${Number((value / 1e8).toFixed(2))}亿`;
  if (Math.abs(value) >= 1e4) return `${Number((value / 1e4).toFixed(2))}万`;
  return value.toLocaleString("en-US", { maximumFractionDigits: 2 });
}

/** A reported figure with its vagueness and unit. */
function figureWords(figure) {
  const change = figure.change === "up" ? "↑" : figure.change === "down" ? "↓" : "";
  return `${QUALIFIERS[figure.qualifier] ?? ""}${change}${amount(figure.value)}`;
}

/** A place's level, where its name does not say it by itself. */
const levelWords = (place) => (/(街道|[镇乡村市区县省])$/.test(place.name) ? "" : LEVELS[place.level] ?? "");

/** Whom a figure is about. */
const subjectOf = (row) => (row.place !== null ? places[row.place].name : row.organization);

/** Whether a figure says how much there was, and can be the largest of a period: no target, change or percentage. */
const isLevel = (figure) => !figure.is_target && figure.change === null && figure.unit !== "%";

function grouped(rows, key) {
  const groups = new Map();
  for (const row of rows) {
    const value = key(row);
    if (value === null || value === undefined) continue;
    if (!groups.has(value)) groups.set(value, []);
    groups.get(value).push(row);
  }
  return groups;
}

const largest = (rows) => rows.reduce((most, row) => (most === null || row.value > most.value ? row : most), null);
