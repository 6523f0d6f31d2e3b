// Text that a student has highlighted in what she reads: by selecting it, or sentence by sentence
// from a list, which works by keyboard and with a screen reader. Kept as places in the text.

const segmenter = new Intl.Segmenter("en", { granularity: "sentence" });

export class Highlights {
  constructor(page, memory, say) {
    Object.assign(this, { page, memory, say });
    this.kept = memory.get("highlights", {}); // name of the text → [[from, to], …]
    this.texts = new Map();
    for (const text of page.querySelectorAll("[data-reading]")) this.texts.set(text.dataset.reading, text);
    page.querySelector("[data-highlight]").addEventListener("click", () => this.takeSelection());
    page.querySelector("[data-highlight-none]").addEventListener("click", () => this.clear());
    // Pressing a button would take the selection away before it is read.
    page.querySelector("[data-highlight]").addEventListener("pointerdown", (event) => event.preventDefault());
    for (const list of page.querySelectorAll("[data-sentences]")) {
      list.addEventListener("toggle", () => this.fillSentences(list));
    }
  }

  drawAll() {
    for (const name of Object.keys(this.kept)) this.draw(name);
  }

  takeSelection() {
    const selection = getSelection();
    let count = 0;
    for (const [name, text] of this.texts) {
      if (selection.isCollapsed || !selection.containsNode(text, true)) continue;
      const range = selection.getRangeAt(0).cloneRange();
      if (!text.contains(range.startContainer)) range.setStart(text, 0);
      if (!text.contains(range.endContainer)) range.setEnd(text, text.childNodes.length);
      const before = document.createRange();
      before.setStart(text, 0);
      before.setEnd(range.startContainer, range.startOffset);
      const from = before.toString().length;
      this.toggle(name, from, from + range.toString().length);
      count += 1;
    }
    this.say(count ? "Highlighted." : "Select some text of a question first, or choose sentences under the question.");
  }

  clear() {
    for (const name of Object.keys(this.kept)) {
      this.kept[name] = [];
      this.draw(name);
    }
    this.memory.set("highlights", this.kept);
    this.say("All highlights are gone.");
  }

  /** Highlight a stretch, or take it away when all of it is highlighted. */
  toggle(name, from, to) {
    const kept = this.kept[name] ?? [];
    const isIn = kept.some(([start, end]) => start <= from && to <= end);
    const rest = kept.flatMap(([start, end]) =>
      end <= from || start >= to ? [[start, end]] : [[start, from], [to, end]].filter(([a, b]) => a < b));
    this.kept[name] = isIn ? rest : [...rest, [from, to]];
    this.memory.set("highlights", this.kept);
    this.draw(name);
  }

  draw(name) {
    const text = this.texts.get(name);
    if (!text) return;
    for (const mark of text.querySelectorAll("mark")) mark.replaceWith(...mark.childNodes);
    text.normalize();
    for (const [from, to] of this.kept[name]) wrap(text, from, to);
  }

  fillSentences(list) {
    if (list.querySelector("label")) return;
    for (const name of list.dataset.sentences.split(" ")) this.fillFrom(list, name);
  }

  fillFrom(list, name) {
    const text = this.texts.get(name).textContent;
    for (const { segment, index } of segmenter.segment(text)) {
      if (!segment.trim()) continue;
      const end = index + segment.trimEnd().length;
      const start = index + segment.length - segment.trimStart().length;
      const label = document.createElement("label");
      const box = document.createElement("input");
      box.type = "checkbox";
      box.checked = (this.kept[name] ?? []).some(([from, to]) => from <= start && end <= to);
      box.addEventListener("change", () => this.toggle(name, start, end));
      label.append(box, ` ${segment.trim()}`);
      list.append(label);
    }
  }
}

/** Wrap the letters from `from` to `to` of an element's text in <mark>, node by node. */
function wrap(root, from, to) {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const parts = [];
  let at = 0;
  while (walker.nextNode()) {
    const node = walker.currentNode;
    const [start, end] = [Math.max(from - at, 0), Math.min(to - at, node.length)];
    if (start < end && !node.parentElement.closest("script, svg")) parts.push([node, start, end]);
    at += node.length;
  }
  for (const [node, start, end] of parts) {
    const range = document.createRange();
    range.setStart(node, start);
    range.setEnd(node, end);
    const mark = document.createElement("mark");
    range.surroundContents(mark);
  }
}
