// Activities: the days on which they were held, and their types.

const CALENDAR_MONTHS = 12;
const LONGEST_DAYS = 7;

/** Every day of an activity; none where the page gives a longer span, such as a month or a year. */
function daysOf(activity) {
  if (!activity.from) return [];
  const days = [];
  for (let at = Date.parse(activity.from); at <= Date.parse(activity.to) && days.length <= LONGEST_DAYS; at += 864e5)
    days.push(new Date(at).toISOString().slice(0, 10));
  return days.length > LONGEST_DAYS ? [] : days;
}

function monthGrid(month, byDay) {
  const [year, number] = month.split("-").map(Number);
  const length = new Date(Date.UTC(year, number, 0)).getUTCDate();
  const blanks = (new Date(Date.UTC(year, number - 1, 1)).getUTCDay() + 6) % 7;
  const cells = [..."一二三四五六日"].map((day) => make("span", { class: "weekday" }, day));
  for (let i = 0; i < blanks; i++) cells.push(make("span"));
  for (let i = 1; i <= length; i++) {
    const day = `${month}-${String(i).padStart(2, "0")}`;
    const held = byDay.get(day);
    if (!held) cells.push(make("span", {}, String(i)));
    else cells.push(make("button", {
      type: "button", class: `heat-${Math.min(4, held.length)}`, "aria-label": `${dayWords(day)}，${held.length} 场活动`,
      title: held.map((activity) => activity.name).join("\n"), onclick: () => showEvidence(dayWords(day), held.map(activityItem)),
    }, String(i)));
  }
  const count = new Set([...byDay].filter(([day]) => day.startsWith(month)).flatMap(([, held]) => held)).size;
  return make("div", { class: "month", "data-month": month }, make("h3", {}, monthWords(month), english(`${count} 场`)), make("div", { class: "days" }, cells));
}

function showCalendar({ activities: held }) {
  const byDay = new Map();
  for (const activity of held) for (const day of daysOf(activity)) byDay.set(day, [...(byDay.get(day) ?? []), activity]);
  const withDays = [...new Set([...byDay.keys()].map((day) => day.slice(0, 7)))].sort();
  fill("calendar", withDays.slice(-CALENDAR_MONTHS).map((month) => monthGrid(month, byDay)), withDays.length, "所选范围内没有写明到日的活动。");
  const vague = held.filter((activity) => !daysOf(activity).length);
  const shownMonths = new Set(withDays.slice(-CALENDAR_MONTHS));
  const older = held.filter((activity) => daysOf(activity).length && !daysOf(activity).some((day) => shownMonths.has(day.slice(0, 7))));
  const kinds = [...grouped(held, (activity) => activity.type)].sort(([a, x], [b, y]) => y.length - x.length || byText(a, b));
  const most = Math.max(0, ...kinds.map(([, rows]) => rows.length));
  const parts = [bars(kinds.map(([type, rows]) => ({
    label: ACTIVITY_TYPES[type] ?? type, share: share(rows.length, most), amount: `${rows.length} 场`,
    open: () => showEvidence(`活动：${ACTIVITY_TYPES[type] ?? type}`, rows.map(activityItem)),
  })))];
  for (const [rows, words] of [[vague, "未写明到日"], [older, "早于所列月份"]])
    if (rows.length) parts.push(make("p", { class: "note" }, link(`${rows.length} 场${words}`, () => showEvidence(`活动：${words}`, rows.map(activityItem)))));
  fill("kinds", parts, kinds.length);
}
