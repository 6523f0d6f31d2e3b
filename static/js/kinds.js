// Inputs that a script makes handier: steps move up and down.

const changed = (input) => input.dispatchEvent(new Event("change", { bubbles: true }));

/** The ranks follow the list: the first step has 1. */
function rank(list) {
  list.dataset.ranking = "";
  const selects = [...list.querySelectorAll("select")];
  selects.forEach((select, place) => {
    select.value = String(place + 1);
  });
  changed(selects[0]);
  delete list.dataset.ranking;
}

function moveButton(row, list, sign, words, step) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = sign;
  const name = document.createElement("span");
  name.className = "hidden";
  name.textContent = ` ${words}: ${row.querySelector("label").lastChild.textContent.trim()}`;
  button.append(name);
  button.addEventListener("click", () => {
    const other = step < 0 ? row.previousElementSibling : row.nextElementSibling;
    if (!other) return;
    other[step < 0 ? "before" : "after"](row);
    rank(list);
    button.focus();
  });
  return button;
}

function setUpSteps(list) {
  for (const row of list.querySelectorAll("[data-step]")) {
    const moves = document.createElement("span");
    moves.className = "step-moves";
    moves.append(moveButton(row, list, "↑", "up", -1), moveButton(row, list, "↓", "down", 1));
    row.append(moves);
    const select = row.querySelector("select");
    // A place chosen from the list moves the step there, so no place is given twice.
    select.addEventListener("change", () => {
      if ("ranking" in list.dataset || !select.value) return;
      const rest = [...list.children].filter((other) => other !== row);
      const before = rest[Number(select.value) - 1];
      if (before) before.before(row);
      else list.append(row);
      rank(list);
      select.focus();
    });
  }
}

/** The inputs were filled from elsewhere: what depends on them follows. */
document.addEventListener("answershown", ({ target }) => {
  for (const list of target.querySelectorAll("[data-steps]")) {
    const place = (row) => Number(row.querySelector("select").value) || Infinity;
    list.append(...[...list.children].sort((one, other) => place(one) - place(other)));
  }
});

export function setUpKinds(root) {
  for (const list of root.querySelectorAll("[data-steps]:not([data-ready])")) {
    list.dataset.ready = "";
    setUpSteps(list);
  }
  for (const note of root.querySelectorAll("[data-without-script]")) note.hidden = true;
}
