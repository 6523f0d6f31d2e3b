// What a student set up and scribbled in one attempt: her marks, notes, highlights, text size.
// It stays in this browser, under her name, and is never sent to anybody.

export class Memory {
  constructor(user, attempt) {
    this.key = `tools:${user}:${attempt}`;
    try {
      this.values = JSON.parse(localStorage.getItem(this.key)) ?? {};
    } catch {
      this.values = {};
    }
  }

  get(name, otherwise) {
    return this.values[name] ?? otherwise;
  }

  set(name, value) {
    this.values[name] = value;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.write(), 200);
  }

  write() {
    clearTimeout(this.timer);
    try {
      localStorage.setItem(this.key, JSON.stringify(this.values));
    } catch {
      // Storage is blocked or full: it lasts as long as the page.
    }
  }
}
