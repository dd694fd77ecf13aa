// Putting the page together: every section is drawn anew when a filter changes.

const SECTIONS = [
  showFilters, showOverview, showScorecard, showLatest, showTimeline, showFigures, showCalendar, showTopics, showWords, showProgrammes, showNetwork, showPlaces, showQuality,
];

function show() {
  const selection = selected();
  for (const section of SECTIONS) section(selection);
}

byId("contents").append(...[...document.querySelectorAll("main section:not(.bare)")].map((section) => {
  section.id = `section-${section.dataset.section}`;
  return make("a", { href: `#${section.id}` }, section.querySelector("h2").firstChild.textContent.trim());
}));
setUpFilters();
showFrame();
show();
document.documentElement.dataset.ready = "true";
