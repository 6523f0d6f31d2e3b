// The event log that a run is: cell, parameters at the start, events. Nothing else decides it.

export class RunLog {
  /** `seed` names a relative of the cell; events are planned ones unless they say otherwise. */
  constructor(cells, { preset, seed, parameters = {}, events = [] }) {
    this.cells = cells;
    this.preset = preset;
    this.seed = seed;
    this.parameters = { ...parameters };
    this.events = events.map(({ t_s, set, planned = true }) => ({ t_s, set: { ...set }, planned }));
  }

  /** The cell's own values, before any event. */
  get base() {
    return { ...this.cells[this.preset], ...this.parameters };
  }

  /** Every known parameter as it is at `t`, events at `t` included unless `before`. */
  inForce(t, { before = false } = {}) {
    const values = this.base;
    for (const event of this.events) {
      if (before ? event.t_s >= t : event.t_s > t) break;
      Object.assign(values, event.set);
    }
    return values;
  }

  /** The student changes something at `t`: what they did later is undone, the plan stays. */
  change(t, set, { pulse_s = 0, lifted = null } = {}) {
    this.events = this.events.filter((event) => event.planned || event.t_s <= t);
    this.insert({ t_s: t, set, planned: false });
    if (pulse_s) this.insert({ t_s: round(t + pulse_s, 9), set: lifted, planned: false });
  }

  insert(event) {
    const same = this.events.find((other) => other.t_s === event.t_s && !other.planned);
    if (same) Object.assign(same.set, event.set);
    else {
      const place = this.events.findIndex((other) => other.t_s > event.t_s);
      this.events.splice(place < 0 ? this.events.length : place, 0, event);
    }
  }

  /** What the student did, without the plan. */
  get own() {
    return this.events.filter((event) => !event.planned).map(({ t_s, set }) => ({ t_s, set }));
  }

  get plain() {
    return {
      preset: this.preset,
      ...(this.seed === undefined ? {} : { seed: this.seed }),
      parameters: this.parameters,
      events: this.events.map(({ t_s, set }) => ({ t_s, set })),
    };
  }
}

/** The time of a change, no finer than what a student could mean at this speed. */
export function eventTime(t, speed) {
  return round(t, Math.max(0, Math.ceil(3 - Math.log10(speed))));
}

function round(number, digits) {
  return Number(number.toFixed(Math.min(12, digits)));
}
