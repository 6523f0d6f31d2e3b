// A ruler that leaves a few lines bright and dims the rest. It follows the pointer and the focus,
// and moves with Alt and the arrow keys.

const STEP_PX = 28;

export function setUpLineReader(memory) {
  const reader = document.querySelector("[data-line-reader]");
  let top = memory.get("lineAt", 200);
  const move = (to) => {
    top = Math.max(0, Math.min(innerHeight - STEP_PX, to));
    reader.style.setProperty("--line-at", `${top}px`);
  };
  const isOn = () => !reader.hidden;
  document.addEventListener("pointermove", (event) => {
    if (isOn() && event.pointerType === "mouse") move(event.clientY - STEP_PX);
  });
  document.addEventListener("pointerdown", (event) => {
    if (isOn()) move(event.clientY - STEP_PX);
  });
  document.addEventListener("focusin", (event) => {
    if (isOn()) move(event.target.getBoundingClientRect().top - STEP_PX / 2);
  });
  document.addEventListener("keydown", (event) => {
    const by = { ArrowUp: -STEP_PX, ArrowDown: STEP_PX }[event.key];
    if (!isOn() || !event.altKey || !by) return;
    event.preventDefault();
    move(top + by);
    memory.set("lineAt", top);
  });
  return (isShown) => {
    reader.hidden = !isShown;
    move(top);
  };
}
