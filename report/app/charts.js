// What all charts share: one instance for each holder, fonts and colours, clicks that open evidence.

const INK = "#23282b", MUTED = "#716c61", LINE = "#e3ddcf", CARD = "#fffdf8";
const FONT = getComputedStyle(document.body).fontFamily;
const instances = new Map();
const clicks = new Map();
const isNarrow = () => window.innerWidth <= 640;

/**
 * Draw a chart, or say that there is nothing to draw. Tooltips are drawn on the canvas, so no text of a page can become
 * markup. `open` gets what was clicked.
 */
function draw(id, count, option, open, emptyWords = "所选范围内没有。") {
  const holder = byId(id);
  note(id, count);
  if (!count) {
    instances.get(id)?.dispose();
    instances.delete(id);
    holder.replaceChildren(make("p", { class: "empty" }, emptyWords));
    return;
  }
  if (!instances.has(id)) {
    holder.replaceChildren();
    const instance = echarts.init(holder, null, { locale: "ZH" });
    instances.set(id, instance);
    instance.on("click", (event) => clicks.get(id)(event));
    new ResizeObserver(() => instances.get(id)?.resize()).observe(holder);
  }
  clicks.set(id, open);
  instances.get(id).resize();
  instances.get(id).setOption({
    animation: false,
    textStyle: { fontFamily: FONT, color: INK },
    ...option,
    tooltip: {
      renderMode: "richText", confine: true, backgroundColor: CARD, borderColor: "#cfc7b5",
      textStyle: { fontFamily: FONT, color: INK, fontSize: 12, width: 260, overflow: "break" }, ...option.tooltip,
    },
  }, true);
}

/** A text for a tooltip or label, where braces and bars would be read as styles. */
const plain = (text) => String(text).replace(/[{}|]/g, " ");

const axisWords = { color: MUTED, fontSize: 11, fontFamily: FONT };
const quietAxis = { axisLine: { lineStyle: { color: "#cfc7b5" } }, axisTick: { show: false }, axisLabel: axisWords, splitLine: { lineStyle: { color: LINE } } };
