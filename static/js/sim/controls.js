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
    form.addEventListener("change", (event) => {
      if (event.target.name === "preset") this.on.cell(event.target.value);
    });
  }

  wire(control) {
    control.input?.addEventListener("change", () => {
      this.flip(control, control.input.checked ? 1 : 0);
    });
    control.slider?.addEventListener("input", () => this.showDose(control, control.slider.value));
    control.slider?.addEventListener("change", () => {
      this.flip(control, Number(control.slider.value) / 100);
    });
    control.button?.addEventListener("click", () => this.push(control));
  }

  /** What turning a control to `dose` (0 lifted, 1 full) sets, given what is in force. */
  settings(control, dose) {
    const set = {};
    for (const [name, rule, number] of control.changes) {
      const here = this.values[name];
      if (rule === "to") set[name] = dose ? this.base[name] + (number - this.base[name]) * dose : this.base[name];
      else if (rule === "plus") set[name] = Math.max(0, here + (dose ? number : -number));
      else set[name] = dose ? here * number : here / number;
      set[name] = Number(set[name].toPrecision(9));
    }
    return set;
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
    for (const control of this.all) {
      control.element.hidden = !control.cells.includes(preset);
      const isOn = this.isOn(control);
      if (control.input && control.input.checked !== isOn) control.input.checked = isOn;
      control.element.classList.toggle("is-on", isOn);
      if (control.slider && document.activeElement !== control.slider) {
        control.slider.value = Math.round(this.dose(control) * 100);
        this.showDose(control, control.slider.value);
      }
    }
    for (const radio of this.form.querySelectorAll("[name=preset]")) {
      radio.checked = radio.value === preset;
    }
    document.getElementById("gated-note").hidden = preset !== "animal_cell";
  }

  showDose(control, percent) {
    control.output.textContent = `${percent} %`;
  }

  /** A change of parameters in words: what each control that flips would say. */
  spoken(before, after) {
    const moved = this.all
      .map((control) => ({ control, was: this.dose(control, before), is: this.dose(control, after) }))
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
      .map(({ control, is }) => saidOf(control, is))
      .filter(Boolean)
      .join("; ");
  }
}

function saidOf(control, dose) {
  if (dose < 0.005) return control.lifted;
  const isPartial = control.kind === "slider" && dose < 0.995;
  return isPartial ? `${control.said}: ${Math.round(dose * 100)} %` : control.said;
}
