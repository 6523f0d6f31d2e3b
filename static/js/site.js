// Small things every page has: the colour switch and the search box's keys.

const root = document.documentElement;
const isDark = () =>
  root.dataset.theme
    ? root.dataset.theme === "dark"
    : matchMedia("(prefers-color-scheme: dark)").matches;

function setUpThemeSwitch(button) {
  const show = () => button.setAttribute("aria-pressed", String(isDark()));
  button.hidden = false;
  show();
  button.addEventListener("click", () => {
    root.dataset.theme = isDark() ? "light" : "dark";
    try {
      localStorage.setItem("theme", root.dataset.theme);
    } catch {
      // Storage is blocked: the choice lasts for this page.
    }
    show();
    document.dispatchEvent(new CustomEvent("themechange"));
  });
}

function setUpSearch(input, list) {
  const close = () => list.replaceChildren();
  const links = () => [...list.querySelectorAll("a")];
  const box = input.form;
  box.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      close();
      input.focus();
      return;
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || !links().length) return;
    event.preventDefault();
    const at = links().indexOf(document.activeElement) + step;
    (links()[at] ?? input).focus();
  });
  box.addEventListener("focusout", (event) => {
    if (!box.contains(event.relatedTarget)) close();
  });
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
    if (event.key === "/" && !typing) {
      event.preventDefault();
      input.focus();
    }
  });
}

const button = document.querySelector("[data-theme-toggle]");
if (button) setUpThemeSwitch(button);
const find = document.getElementById("find");
if (find) setUpSearch(find, document.getElementById("found"));

try {
  // What was practiced without an account is offered to the account: few pages need the script.
  if (document.body.dataset.reader && sessionStorage.getItem("practiced")) {
    import("./earlier.js").then((earlier) => earlier.offer());
  }
} catch {
  // Storage is blocked: nothing was kept.
}
