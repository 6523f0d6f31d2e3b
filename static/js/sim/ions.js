// The marks that stand for ions, on a canvas over the drawing: as many as the concentrations say.

const MM_PER_MARK = 4;
const MEMBRANE = { top: 118, bottom: 194 }; // in the drawing's coordinates
const BOX = { width: 520, height: 330, margin: 9 };
const FUEL = { x: 270, y: 286, across: 52, top: 258 }; // where ATP is made, in the drawing
const CARRY_S = 0.9;
const DRIFT = 26; // drawing units per second

export const KINDS = {
  na: { colour: "--na", outside: "na_out_mM", inside: "na_in_mM", draw: disc },
  k: { colour: "--k", outside: "k_out_mM", inside: "k_in_mM", draw: square },
  cl: { colour: "--cl", outside: "cl_out_mM", inside: "cl_in_mM", draw: triangle },
  fixed: { colour: "--a", outside: "fixed_out_mM", inside: "fixed_in_mM", draw: bar },
  sucrose: { colour: "--sugar", outside: "bath_sucrose_mM", inside: "none", draw: hexagon },
};

function disc(pen, x, y) {
  pen.moveTo(x + 4, y);
  pen.arc(x, y, 4, 0, 7);
}
function square(pen, x, y) {
  pen.rect(x - 3.5, y - 3.5, 7, 7);
}
function triangle(pen, x, y) {
  pen.moveTo(x, y - 4.5);
  pen.lineTo(x + 4.3, y + 3.3);
  pen.lineTo(x - 4.3, y + 3.3);
  pen.closePath();
}
function bar(pen, x, y) {
  pen.rect(x - 6, y - 1.75, 12, 3.5);
}
function hexagon(pen, x, y) {
  pen.moveTo(x + 5, y);
  for (let i = 1; i < 6; i += 1) pen.lineTo(x + 5 * Math.cos(i * 1.047), y + 5 * Math.sin(i * 1.047));
  pen.closePath();
}

export class Ions {
  constructor(canvas) {
    this.canvas = canvas;
    this.pen = canvas.getContext("2d");
    this.marks = [];
    this.crossings = [];
    this.carried = [];
    this.colours = {};
    for (const side of ["outside", "inside"]) {
      for (const kind of Object.keys(KINDS)) this.marks.push({ kind, side, list: [] });
    }
  }

  /** Fit to the drawing: `view` is its visible part [x, width], sizes in CSS pixels. */
  fit(width, height, view) {
    const dense = Math.min(2, devicePixelRatio || 1);
    this.canvas.width = Math.round(width * dense);
    this.canvas.height = Math.round(height * dense);
    this.scale = (width / view[1]) * dense;
    this.left = view[0];
    this.right = view[0] + view[1];
  }

  /** Where the drawing has its words and gauges no mark is drawn. */
  isCovered({ x, y }) {
    if (y > FUEL.top && Math.abs(x - FUEL.x) < FUEL.across) return true;
    if (y < 34) return x > this.right - 104 || x < this.left + 108;
    return y > 244 && x > this.right - 92 ? true : y > 304 && x < this.left + 100;
  }

  recolour() {
    const styles = getComputedStyle(document.documentElement);
    for (const [kind, { colour }] of Object.entries(KINDS)) {
      this.colours[kind] = styles.getPropertyValue(colour).trim();
    }
    this.fuelColours = { atp: styles.getPropertyValue("--atp").trim(), adp: styles.getPropertyValue("--edge").trim() };
  }

  /** Bring the number of marks to what `state` says; at most a few at a time unless `at once`. */
  populate(state, atOnce) {
    for (const group of this.marks) {
      const level = state[KINDS[group.kind][group.side]] ?? 0;
      const wanted = Math.min(75, Math.round(level / MM_PER_MARK));
      let room = atOnce ? Infinity : 2;
      while (group.list.length < wanted && room > 0) {
        group.list.push(this.newMark(group.side, atOnce));
        room -= 1;
      }
      while (group.list.length > wanted && room > 0) {
        group.list.splice(Math.floor(Math.random() * group.list.length), 1);
        room -= 1;
      }
    }
  }

  newMark(side, atOnce) {
    const [low, high] = edges(side);
    const angle = Math.random() * 6.283;
    return {
      x: BOX.margin + Math.random() * (BOX.width - 2 * BOX.margin),
      y: low + Math.random() * (high - low),
      dx: Math.cos(angle) * DRIFT,
      dy: Math.sin(angle) * DRIFT,
      age: atOnce ? 1 : 0,
    };
  }

  /** An ion that passes at `x`, outward or inward; `delay_s` spaces several out. */
  cross(kind, x, isOutward, delay_s = 0) {
    if (this.crossings.length > 80) return;
    const sway = (Math.random() - 0.5) * 26;
    this.crossings.push({ kind, x, sway, isOutward, done: -delay_s / 1.1 });
  }

  /** An ATP on its way to the pump at `x`, or the ADP that is left on its way back. */
  carry(kind, x, isToPump) {
    if (this.carried.length < 12) this.carried.push({ kind, x, isToPump, done: 0 });
  }

  move(seconds) {
    for (const { side, list } of this.marks) {
      const [low, high] = edges(side);
      for (const mark of list) {
        const turn = (Math.random() - 0.5) * 5 * seconds * 6;
        const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
        [mark.dx, mark.dy] = [mark.dx * cos - mark.dy * sin, mark.dx * sin + mark.dy * cos];
        mark.x += mark.dx * seconds;
        mark.y += mark.dy * seconds;
        if (mark.x < BOX.margin || mark.x > BOX.width - BOX.margin) mark.dx *= -1;
        if (mark.y < low || mark.y > high) mark.dy *= -1;
        mark.x = Math.min(BOX.width - BOX.margin, Math.max(BOX.margin, mark.x));
        mark.y = Math.min(high, Math.max(low, mark.y));
        mark.age = Math.min(1, mark.age + seconds * 3);
      }
    }
    for (const crossing of this.crossings) crossing.done += seconds / 1.1;
    this.crossings = this.crossings.filter((crossing) => crossing.done < 1);
    for (const carried of this.carried) carried.done += seconds / CARRY_S;
    this.carried = this.carried.filter(({ done }) => done < 1);
  }

  draw() {
    const { pen } = this;
    pen.setTransform(1, 0, 0, 1, 0, 0);
    pen.clearRect(0, 0, this.canvas.width, this.canvas.height);
    pen.setTransform(this.scale, 0, 0, this.scale, -this.left * this.scale, 0);
    for (const { kind, list } of this.marks) {
      pen.fillStyle = this.colours[kind];
      pen.beginPath();
      for (const mark of list) {
        if (mark.age > 0.3 && !this.isCovered(mark)) KINDS[kind].draw(pen, mark.x, mark.y);
      }
      pen.fill();
    }
    for (const crossing of this.crossings) this.drawCrossing(crossing);
    pen.globalAlpha = 1;
    for (const carried of this.carried) this.drawCarried(carried);
  }

  drawCarried({ kind, x, isToPump, done }) {
    const { pen } = this;
    const part = isToPump ? done : 1 - done;
    const at = { x: FUEL.x + (x + 33 - FUEL.x) * part, y: FUEL.y + (198 - FUEL.y) * part };
    pen.fillStyle = this.fuelColours[kind];
    pen.beginPath();
    pen.roundRect(at.x - 12, at.y - 6, 24, 12, 6);
    pen.fill();
    pen.fillStyle = "#fff";
    pen.font = "700 8px sans-serif";
    pen.textAlign = "center";
    pen.fillText(kind.toUpperCase(), at.x, at.y + 3);
  }

  drawCrossing({ kind, x, sway, isOutward, done }) {
    if (done < 0) return;
    const { pen } = this;
    const from = isOutward ? 236 : 76;
    const y = from + (312 - 2 * from) * done;
    const off = Math.max(0, Math.abs(y - 156) - 34) / 46;
    pen.globalAlpha = Math.min(1, Math.min(done, 1 - done) * 6);
    pen.fillStyle = this.colours[kind];
    pen.beginPath();
    KINDS[kind].draw(pen, x + sway * off, y);
    pen.fill();
  }
}

function edges(side) {
  return side === "outside"
    ? [BOX.margin + 20, MEMBRANE.top - 12]
    : [MEMBRANE.bottom + 50, BOX.height - BOX.margin - 14];
}
