// Runs before the first paint, so that a reader's own choice of colours never flashes.
(() => {
  try {
    const chosen = localStorage.getItem("theme");
    if (chosen) document.documentElement.dataset.theme = chosen;
  } catch {
    // Storage is blocked: the system's colours are used.
  }
})();
