// Switches, sliders and push buttons: what is in force is what they show, and a flip is an event.

export class Controls {
  /** `on` has change(set, pulse) and cell(preset). */
  constructor(form, controls, on) {
    this.form = form;
    this.on = on;
    this.all = controls.map((control) => {
      const element = form.querySelector(`[data-control="${control.name}"]`);
      return {
        ...control,
        element,
        input: element.querySelector("[data-switch]"),
        slider: element.querySelector("[data-slider]"),
        output: element.querySelector("output"),
        button: element.querySelector("[data-push]"),
      };
    });
    this.all.forEach((control) => this.wire(control));
    form.addEventListener("submit", (event) => event.preventDefault());
    this.choices = ["radius", "outside"].map((id) => form.querySelector(`#${id}`)).filter(Boolean);
    form.addEventListener("change", ({ target }) => {
      if (target.name === "preset") this.on.cell(target.value, this.start(target.value));
      if (this.choices.includes(target)) this.on.cell(this.preset, this.start(this.preset));
    });
  }

  /** What a cell starts with besides its name: the axon's radius, the space around a cell. */
  start(preset) {
    const given = {};
    for (const choice of this.choices) {
      const value = Number(choice.value);
      const isUsual = value === Number(choice.dataset.usual);
      if (choice.dataset.cells.split(" ").includes(preset) && !isUsual) given[choice.name] = value;
    }
    return given;
  }

  wire(control) {
    control.input?.addEventListener("change", () => {
      this.flip(control, control.input.checked ? 1 : 0);
    });
    control.slider?.addEventListener("input", () => this.showDose(control, control.slider.value / 100));
    control.slider?.addEventListener("change", () => {
      this.flip(control, Number(control.slider.value) / 100);
    });
    control.button?.addEventListener("click", () => this.push(control));
  }

  /** What turning a control to `dose` (0 lifted, 1 full) sets, given what is in force. */
  settings(control, dose) {
    const set = {};
    const [first, , most] = control.changes[0];
    const shift = (this.base[first] + most * dose - this.values[first]) / most;
    for (const [name, rule, number] of control.changes) {
      const here = this.values[name];
      if (rule === "to") set[name] = this.valueAt(control, name, number, dose);
      else if (rule === "plus") set[name] = Math.max(0, here + number * shift);
      else set[name] = dose ? here * number : here / number;
      set[name] = Number(set[name].toPrecision(9));
    }
    return set;
  }

  /** A slider's number at `dose`: even steps, or equal ratios from `low` on. */
  valueAt(control, name, number, dose) {
    if (!dose) return this.base[name];
    if (control.low) return control.low * (number / control.low) ** dose;
    if (control.changes[0][1] === "plus") return this.base[name] + number * dose;
    return this.base[name] + (number - this.base[name]) * dose;
  }

  flip(control, dose) {
    if (control.kind !== "slider" && this.isOn(control) === Boolean(dose)) return;
    this.on.change(this.settings(control, dose));
  }

  push(control) {
    const set = this.settings(control, 1);
    const lifted = Object.fromEntries(Object.keys(set).map((name) => [name, this.base[name]]));
    this.on.change(set, { pulse_s: control.pulse_s, lifted });
  }

  /** How far a control is turned: 0 at the cell's own value, 1 at the control's. */
  dose(control, values = this.values) {
    const [name, rule, number] = control.changes[0];
    const base = this.base[name];
    if (control.low) {
      const ratio = Math.log(values[name] / control.low) / Math.log(number / control.low);
      return values[name] > base ? Math.max(0.01, ratio) : 0;
    }
    const full = rule === "to" ? number : rule === "plus" ? base + number : base * number;
    return full === base ? 0 : (values[name] - base) / (full - base);
  }

  isOn(control, values = this.values) {
    const dose = this.dose(control, values);
    return control.kind === "slider" ? dose > 0.005 : dose > 0.5;
  }

  /** Show what is in force: `values` now, `base` for the cell left alone. */
  show(values, base, preset) {
    this.values = values;
    this.base = base;
    this.preset = preset;
    for (const control of this.all) {
      control.element.hidden = !control.cells.includes(preset);
      const isOn = this.isOn(control);
      if (control.input && control.input.checked !== isOn) control.input.checked = isOn;
      control.element.classList.toggle("is-on", isOn);
      if (control.slider && document.activeElement !== control.slider) {
        control.slider.value = Math.round(this.dose(control) * 100);
        this.showDose(control, this.dose(control));
      }
    }
    for (const radio of this.form.querySelectorAll("[name=preset]")) {
      radio.checked = radio.value === preset;
    }
    this.showChoices(base, preset);
  }

  showChoices(base, preset) {
    const note = document.getElementById("gated-note");
    if (note) note.hidden = preset !== "animal_cell";
    for (const choice of this.choices) {
      choice.closest("label").hidden = !choice.dataset.cells.split(" ").includes(preset);
      const value = Number(base[choice.name] ?? choice.dataset.usual);
      const options = [...choice.options];
      if (Number(choice.value) !== value) choice.selectedIndex = options.findIndex((option) => Number(option.value) === value);
    }
  }

  showDose(control, dose) {
    const text = this.told(control, dose);
    control.output.textContent = text;
    control.slider.setAttribute("aria-valuetext", text);
  }

  /** A slider's number in words: in its unit, or per cent. */
  told(control, dose) {
    const [name, , number] = control.changes[0];
    const value = this.valueAt(control, name, number, dose);
    if (control.unit) return `${Math.round(value)} ${control.unit}`;
    const percent = control.low ? value * 100 : dose * 100;
    return `${Number(percent.toPrecision(percent < 10 ? 1 : 3))}%`;
  }

  /** A change of parameters in words: what each control that flips would say. */
  spoken(before, after) {
    const moved = this.all
      .map((control) => {
        // Less than nothing is another control's doing: salt added is not a bath less diluted.
        const [was, is] = [before, after].map((values) => Math.max(0, this.dose(control, values)));
        return { control, was, is };
      })
      .filter(({ was, is }) => Math.abs(was - is) > 0.005);
    const names = (control) => control.changes.map(([name]) => name);
    const isPartOfAnother = (control) =>
      moved.some(
        ({ control: other }) =>
          other.changes.length > control.changes.length &&
          names(control).every((name) => names(other).includes(name)),
      );
    return moved
      .filter(({ control }) => !isPartOfAnother(control))
      .map(({ control, is }) => this.saidOf(control, is))
      .filter(Boolean)
      .join("; ");
  }

  saidOf(control, dose) {
    if (dose < 0.005) return control.lifted;
    const isPartial = control.kind === "slider" && (dose < 0.995 || control.unit);
    return isPartial ? `${control.partly || control.said}: ${this.told(control, dose)}` : control.said;
  }
}
