// Making elements. Texts are other people's: they become text nodes, never markup.

/** An element; attributes that begin with "--" are style properties, "on…" are listeners, strings become text. */
function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("--")) element.style.setProperty(name, value);
    else if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}

const byId = (id) => document.getElementById(id);
const english = (words) => make("span", { class: "english" }, words);

/** Fill a section with elements, or say why it is empty; note how many things it shows. */
function fill(id, children, count, emptyWords = "所选范围内没有。") {
  const holder = byId(id);
  holder.replaceChildren(...(count > 0 ? [children].flat() : [make("p", { class: "empty" }, emptyWords)]));
  note(id, count);
}

/** Note how many things the section around an element shows. */
function note(id, count) {
  byId(id).closest("section").dataset.count = count;
}

/** Rows of a list of which only the first are shown until asked. */
function shortened(id, rows, limit, draw, unit) {
  const shown = isOpen.has(id) ? rows : rows.slice(0, limit);
  const parts = [draw(shown)];
  if (rows.length > limit) {
    const words = isOpen.has(id) ? "收起" : `显示全部 ${rows.length} ${unit}`;
    const turn = () => {
      if (!isOpen.delete(id)) isOpen.add(id);
      show();
    };
    parts.push(make("button", { type: "button", class: "quiet more", onclick: turn }, words));
  }
  return parts;
}
const isOpen = new Set();

/** A table heading in Chinese with the column's name in the warehouse; what is "aside" is left out on a phone. */
const heading = (zh, en, kind) => make("th", { scope: "col", class: kind }, zh, english(en));

/** A button that looks like a figure and leads to its evidence. */
const link = (words, open) => make("button", { type: "button", class: "link", onclick: open }, words);
const dash = () => make("span", { class: "dim" }, "—");

/** A list of labelled bars; rows have label, share, amount, open and perhaps before (0 to 1) and tint. */
function bars(rows) {
  return make("div", { class: "bars" }, rows.map((row) =>
    make("button", { type: "button", onclick: row.open },
      make("span", {}, row.label),
      make("span", { class: "track" },
        make("span", { class: "fill", "--share": row.share, "--tint": row.tint }),
        row.before === undefined ? null : make("span", { class: "before", "--before": row.before })),
      make("span", { class: "amount" }, row.amount))));
}
