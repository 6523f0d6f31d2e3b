// The break between two sections: the time that is left, said aloud once a minute before its end
// and when it is over. Nothing happens by itself.

const clock = document.querySelector("[data-break]");
const said = document.querySelector("[data-break-said]");
const endsAt = performance.now() + 1000 * Number(clock.dataset.leftS);
const LAST_S = 60;

let told = Infinity;
function show() {
  const left = Math.max(0, Math.round((endsAt - performance.now()) / 1000));
  clock.textContent = left ? `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")} left` : "The break is over.";
  for (const mark of [LAST_S, 0]) {
    if (left <= mark && told > mark) {
      said.textContent = mark ? "One minute of the break is left." : "The break is over. Begin when you are ready.";
      told = mark;
    }
  }
  if (!left) clearInterval(timer);
}

clock.hidden = false;
const timer = setInterval(show, 1000);
show();
