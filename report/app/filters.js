// The filters, and the rows that they leave.

const filter = { from: null, to: null, place: null, topic: null };
const months = [...new Set(articles.map((article) => article.month).filter(Boolean))].sort();

/** The rows of every kind that the filters leave. Articles without a day are in no chosen period. */
function selected() {
  const isWholePeriod = filter.from === null && filter.to === null;
  const inTime = (article) =>
    isWholePeriod ||
    (article.month !== null && (filter.from === null || article.month >= filter.from) && (filter.to === null || article.month <= filter.to));
  const within = filter.place === null ? null : placesWithin(filter.place);
  const isHere = (numbers) => within === null || numbers.some((number) => within.has(number));
  const inTimeAndTopic = new Set(
    articles.filter((a) => inTime(a) && (filter.topic === null || a.topics.includes(filter.topic))).map((a) => a.number));
  const chosen = articles.filter((a) => inTimeAndTopic.has(a.number) && isHere(a.places));
  const isChosen = new Set(chosen.map((a) => a.number));
  // A row that names its own place goes by it, another by the places of its article.
  const left = (rows, placesOf) =>
    rows.filter((row) => {
      if (!inTimeAndTopic.has(row.article)) return false;
      const own = placesOf(row);
      return own.length ? isHere(own) : isChosen.has(row.article);
    });
  const onePlace = (row) => (row.place === null ? [] : [row.place]);
  return {
    within,
    articles: chosen,
    figures: left(figures, onePlace),
    activities: left(activities, (activity) => activity.places.map(([place]) => place)),
    programmes: left(programmes, onePlace),
    words: words.filter((word) => isChosen.has(word.article)),
    pages: new Set(chosen.map((article) => article.page)),
  };
}

function setFilter(name, value) {
  filter[name] = value;
  if (name === "from" && filter.to !== null && value !== null && value > filter.to) filter.to = value;
  if (name === "to" && filter.from !== null && value !== null && value < filter.from) filter.from = value;
  show();
}

const option = (value, words) => make("option", { value }, words);

/** Places that articles are about, each below the place that contains it. */
function placeOptions() {
  const counts = new Map();
  for (const article of articles) for (const place of article.places) counts.set(place, (counts.get(place) ?? 0) + 1);
  const children = grouped(places, (place) => place.parent ?? -1);
  const options = [];
  const walk = (place, depth) => {
    const below = [];
    for (const child of children.get(place.number) ?? []) below.push(...walk(child, depth + 1));
    if (!counts.has(place.number) && !below.length) return [];
    return [option(String(place.number), "　".repeat(depth) + place.name), ...below];
  };
  for (const root of children.get(-1) ?? []) options.push(...walk(root, 0));
  return options;
}

function setUpFilters() {
  byId("filter-from").append(option("", "最早"), ...months.map((month) => option(month, monthWords(month))));
  byId("filter-to").append(option("", "最新"), ...months.map((month) => option(month, monthWords(month))));
  byId("filter-place").append(option("", "全部地点"), ...placeOptions());
  byId("filter-topic").append(option("", "全部主题"),
    ...[...topics].sort((a, b) => byText(a.code, b.code)).map((topic) => option(String(topic.number), topic.name_zh)));
  for (const name of ["from", "to", "place", "topic"]) {
    const isNumber = name === "place" || name === "topic";
    byId(`filter-${name}`).addEventListener("change", (event) => {
      const { value } = event.target;
      setFilter(name, value === "" ? null : isNumber ? Number(value) : value);
    });
  }
  byId("filter-clear").addEventListener("click", () => {
    Object.assign(filter, { from: null, to: null, place: null, topic: null });
    show();
  });
}

function showFilters(selection) {
  for (const name of ["from", "to", "place", "topic"]) byId(`filter-${name}`).value = filter[name] ?? "";
  byId("filter-result").replaceChildren("显示 ", make("b", {}, String(selection.articles.length)), ` / ${articles.length} 篇`);
}

/** A button that narrows the page to a place. */
const onlyHere = (place) =>
  make("button", { type: "button", class: "quiet", onclick: () => { closeEvidence(); setFilter("place", place); } }, `只看${places[place].name}`);
