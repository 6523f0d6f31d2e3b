// Questions that were never in sight have a guessed height. On the way to one, or past them, they get
// their true one, and what was aimed at moves away: it is brought back until the page has settled.

const SETTLED_MS = 1000;
const HER_OWN = ["wheel", "touchmove", "pointerdown", "keydown"]; // from then on she scrolls herself

export function bringIntoSight(element, block) {
  const show = () => element.scrollIntoView({ block, behavior: "instant" });
  show();
  const grown = new ResizeObserver(show);
  const stop = () => {
    grown.disconnect();
    for (const sign of HER_OWN) removeEventListener(sign, stop);
  };
  grown.observe(document.body);
  for (const sign of HER_OWN) addEventListener(sign, stop, { passive: true });
  setTimeout(stop, SETTLED_MS);
}
