// Who acts together, and where the places lie in each other.

const SHOWN_NODES = 60;
const SHOWN_BLOCKS = { narrow: 30, wide: 80 };

/** Those who hold an activity together: places and organisations, the host first. */
function partners(activity) {
  const seen = new Map();
  for (const [place, isHost] of activity.places) seen.set(`p${place}`, { id: `p${place}`, name: places[place].name, isPlace: true, isHost: isHost || seen.get(`p${place}`)?.isHost });
  // Where an organisation is named like a place that takes part, it is the same party.
  const names = new Set([...seen.values()].map((one) => one.name));
  for (const name of activity.organizations) if (!names.has(name)) seen.set(`o${name}`, { id: `o${name}`, name, isPlace: false, isHost: false });
  return [...seen.values()].sort((a, b) => Number(b.isHost ?? false) - Number(a.isHost ?? false));
}

/** Pairs of an activity: its host with each other party, or all with all where no host is named. */
function pairsOf(parties) {
  if (parties[0].isHost) return parties.slice(1).map((other) => [parties[0], other]);
  return parties.flatMap((one, i) => parties.slice(i + 1).map((other) => [one, other]));
}

function showNetwork({ activities: held }) {
  const nodes = new Map();
  const edges = new Map();
  const joint = held.filter((activity) => partners(activity).length > 1);
  for (const activity of joint) {
    for (const party of partners(activity)) {
      if (!nodes.has(party.id)) nodes.set(party.id, { ...party, activities: [] });
      nodes.get(party.id).activities.push(activity);
    }
    for (const [one, other] of pairsOf(partners(activity))) {
      const ends = [one.id, other.id].sort();
      const key = ends.join(" ");
      if (!edges.has(key)) edges.set(key, { ends, activities: [] });
      edges.get(key).activities.push(activity);
    }
  }
  const shown = [...nodes.values()].sort((a, b) => b.activities.length - a.activities.length || byText(a.id, b.id)).slice(0, SHOWN_NODES);
  const activitiesOf = (key) => (nodes.get(key) ?? edges.get(key)).activities;
  const isShown = new Set(shown.map((node) => node.id));
  draw("network", shown.length, {
    tooltip: { formatter: ({ data }) => plain(`${data.words}\n${activitiesOf(data.key).length} 场活动`) },
    series: [{
      type: "graph", layout: "force", roam: !isNarrow(), draggable: false, left: isNarrow() ? 54 : 24, right: isNarrow() ? 58 : 110, top: 18, bottom: 24,
      force: { initLayout: "circular", repulsion: isNarrow() ? 70 : 150, edgeLength: isNarrow() ? [24, 60] : [34, 84], gravity: 0.16, layoutAnimation: false },
      label: { show: true, position: isNarrow() ? "bottom" : "right", distance: 4, fontSize: isNarrow() ? 10 : 11, fontFamily: FONT, color: INK, formatter: ({ data }) => plain(shortName(data.words)) },
      labelLayout: { hideOverlap: true },
      lineStyle: { color: "#b9b09c", curveness: 0.08 },
      emphasis: { focus: "adjacency", lineStyle: { color: "#a63d2d" } },
      data: shown.map((node) => ({
        id: node.id, name: node.id, key: node.id, words: node.name, symbolSize: 8 + 5 * Math.sqrt(node.activities.length),
        itemStyle: { color: node.isPlace ? "#2f5d73" : "#c7a15e" },
      })),
      links: [...edges.values()].filter(({ ends }) => ends.every((end) => isShown.has(end))).map(({ ends, activities: together }) => ({
        source: ends[0], target: ends[1], key: ends.join(" "), words: ends.map((end) => nodes.get(end).name).join(" — "),
        lineStyle: { width: 1 + Math.min(5, together.length) },
      })),
    }],
  }, ({ data }) => showEvidence(data.words, activitiesOf(data.key).map(activityItem)), "所选范围内没有写明共同举办者的活动。");
  if (shown.length) fitToBox("network");
  const cut = nodes.size - shown.length;
  byId("network-note").replaceChildren(`${joint.length} 场，蓝为地点，黄为组织。`, cut > 0 ? `另有 ${cut} 个较少参加者未画。` : "");
}

/** Keep where the forces put the nodes, but scale it all to the box: forces know no edge, and push nodes beyond it. */
function fitToBox(id) {
  const instance = instances.get(id);
  const data = instance.getModel().getSeriesByIndex(0).getData();
  const nodes = instance.getOption().series[0].data.map((node, i) => {
    const [x, y] = data.getItemLayout(i);
    return { ...node, x, y };
  });
  instance.setOption({ series: [{ layout: "none", preserveAspect: "contain", data: nodes }] });
}

const shortName = (name) => {
  const letters = Array.from(name);
  const room = isNarrow() ? 8 : 12;
  return letters.length > room ? letters.slice(0, room - 1).join("") + "…" : name;
};

const TREE_COLORS = ["#5d8a9b", "#7d9a7f", "#c7a15e", "#b9796b", "#8f8fa8", "#9aa36c", "#8aa5a0"];

function showPlaces({ articles: chosen, within }) {
  const own = new Map();
  for (const article of chosen)
    for (const place of article.places) if (within === null || within.has(place)) own.set(place, (own.get(place) ?? new Set()).add(article));
  const children = grouped(places, (place) => place.parent);
  // ECharts copies what it is given, so a block carries only its number here.
  const blocks = [];
  const noted = (place, its) => blocks.push({ place, articles: its }) - 1;
  const branch = (place) => {
    const below = (children.get(place.number) ?? []).map(branch).filter(Boolean);
    const here = own.get(place.number) ?? new Set();
    if (!here.size && !below.length) return null;
    // A place that holds nothing but one other needs no block of its own.
    if (!here.size && below.length === 1) return { ...below[0], name: `${plain(place.name)} › ${below[0].name}` };
    const all = new Set([...here, ...below.flatMap((child) => [...blocks[child.key].articles])]);
    const value = here.size + below.reduce((sum, child) => sum + child.value, 0);
    const node = { name: plain(place.name), value, key: noted(place, all) };
    // What is written about the place itself lies beside the places in it.
    const self = here.size && below.length ? [{ name: "本级", value: here.size, key: noted(place, here), itemStyle: { opacity: 0.6 } }] : [];
    return below.length ? { ...node, children: [...below, ...self] } : node;
  };
  const tops = places.filter((place) => place.parent === null).map(branch).filter(Boolean).sort((a, b) => b.value - a.value);
  // Of places whose parent nobody knows there may be thousands: all drawn, they would be specks.
  const room = isNarrow() ? SHOWN_BLOCKS.narrow : SHOWN_BLOCKS.wide;
  const roots = tops.slice(0, room).map((node, i) => ({ ...node, itemStyle: { color: TREE_COLORS[i % TREE_COLORS.length] } }));
  const isBlock = (data) => data?.key !== undefined;
  const blockWords = ({ data }) => (isBlock(data) ? `${data.name} ${blocks[data.key].articles.size}` : "");
  const border = (width, gap) => ({ itemStyle: { borderColor: CARD, borderWidth: width, gapWidth: gap } });
  draw("places", own.size, {
    tooltip: { formatter: ({ data }) => (isBlock(data) ? plain(`${[...containing(blocks[data.key].place.number), blocks[data.key].place.name].join(" › ")}\n${blocks[data.key].articles.size} 篇`) : "") },
    series: [{
      type: "treemap", data: roots, left: 0, right: 0, top: 0, bottom: 0, roam: false, nodeClick: false, breadcrumb: { show: false }, sort: "desc", squareRatio: 0.9,
      label: { show: true, fontSize: 12, fontFamily: FONT, color: "#fff", overflow: "break", formatter: blockWords },
      upperLabel: { show: true, height: 20, fontSize: 11.5, fontFamily: FONT, color: INK, formatter: blockWords },
      levels: [{ ...border(0, 4), upperLabel: { show: false } }, border(1, 2), border(1, 1), border(1, 1), border(1, 1)],
    }],
  }, ({ data }) => {
    if (!isBlock(data)) return;
    const { place, articles: its } = blocks[data.key];
    showEvidence(`${place.name}：文章`, [...its].map(articleItem), [" · ", onlyHere(place.number)]);
  });
  const cut = tops.slice(room);
  const cutArticles = new Set(cut.flatMap((node) => [...blocks[node.key].articles]));
  byId("places-note").replaceChildren(cut.length ? `另有 ${cut.length} 地（${cutArticles.size} 篇）较少写到、上级不详，未画；可在上面的“地点”里选。` : "");
}
