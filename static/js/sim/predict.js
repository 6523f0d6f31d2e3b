// A prediction before the run: locked before it starts, told when the run has shown the answer.

const panel = document.getElementById("predict");
const key = panel && `predict:${document.body.dataset.reader ?? ""}:${panel.dataset.slug}`;

function kept() {
  try {
    return key && sessionStorage.getItem(key);
  } catch {
    return null; // storage is blocked: a prediction lasts as long as the page
  }
}

function keep(value) {
  try {
    if (value === null) sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, value);
  } catch {
    // as above
  }
}

/** Whether the run has to wait: there is a question, and it has no answer yet. */
export function predictionIsOpen() {
  return Boolean(panel) && panel.dataset.open !== "no" && kept() === null;
}

class Prediction {
  constructor() {
    this.lab = document.getElementById("lab");
    this.form = document.getElementById("predict-form");
    this.locked = document.getElementById("predict-locked");
    this.told = document.getElementById("predict-told");
    this.again = document.getElementById("predict-again");
    this.reveal_s = Number(panel.dataset.reveal);
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.lock(new FormData(this.form).get("prediction"), true);
    });
    document.getElementById("predict-skip").addEventListener("click", () => {
      panel.hidden = true;
      this.run();
    });
    this.again.addEventListener("click", () => this.open());
    const watch = new MutationObserver(() => this.follow(Number(this.lab.dataset.t)));
    watch.observe(this.lab, { attributeFilter: ["data-t"] });
    if (panel.dataset.open === "no") panel.hidden = true;
    else if (kept() !== null) this.lock(kept(), false);
  }

  /** Nothing can be changed from here on, and the run begins. */
  lock(choice, isNew) {
    this.choice = choice;
    this.isTold = false;
    const radio = this.form.querySelector(`input[value="${Number(choice)}"]`);
    document.getElementById("predict-mine").textContent = radio.closest("label").querySelector("span:last-child").textContent;
    this.form.hidden = true;
    this.locked.hidden = false;
    if (!isNew) return;
    keep(choice);
    this.run();
  }

  run() {
    const play = document.getElementById("play");
    this.lab.scrollIntoView({ block: "start" });
    play.focus({ preventScroll: true });
    this.lab.dispatchEvent(new CustomEvent("lab:play"));
  }

  follow(t) {
    if (this.choice === undefined || this.isTold || !(t >= this.reveal_s)) return;
    this.isTold = true;
    this.told.hidden = false;
    for (const part of this.told.querySelectorAll("[data-told]")) {
      part.hidden = part.dataset.told !== String(this.choice);
    }
    this.again.hidden = false;
    document.getElementById("explained").open = true;
    document.getElementById("spoken").textContent =
      "The run has answered the question: see the comparison with your prediction above the laboratory.";
  }

  /** Predict again, after having seen the answer. */
  open() {
    keep(null);
    this.choice = undefined;
    this.form.reset();
    this.form.hidden = false;
    this.locked.hidden = true;
    this.told.hidden = true;
    this.form.querySelector("input").focus();
  }
}

if (panel) new Prediction();
