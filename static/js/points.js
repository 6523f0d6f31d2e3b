// A rubric that is ticked without an account: the points are counted on the page and kept nowhere.

const sum = document.querySelector("[data-points-sum]");
const boxes = [...document.querySelectorAll("[data-point]")];

function count() {
  const earned = boxes.filter((box) => box.checked).length;
  sum.hidden = !earned;
  sum.querySelector("[data-points]").textContent = earned;
}

for (const box of boxes) box.addEventListener("change", count);
count();
