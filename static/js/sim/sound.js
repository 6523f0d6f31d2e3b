// The voltage as a tone, for who asks for it: the higher, the more positive; a click for each spike.

const LOWEST = { mV: -100, hertz: 110 };
const OCTAVE_MV = 50;
const LOUDNESS = 0.06;
const SOFTLY_S = 0.02; // a step in pitch or loudness would crackle

/** −100 mV is 110 Hz, and every 50 mV more double the pitch. */
export const pitchOf = (v_mV) => LOWEST.hertz * 2 ** ((v_mV - LOWEST.mV) / OCTAVE_MV);

export class Sound {
  isOn = false;

  /** Turn on or off; says whether it is on, for a browser may have no sound at all. */
  turn(isOn) {
    this.isOn = isOn && this.start();
    this.level(0);
    return this.isOn;
  }

  start() {
    const Context = globalThis.AudioContext;
    if (!Context) return false;
    if (!this.context) {
      this.context = new Context();
      this.loudness = new GainNode(this.context, { gain: 0 });
      this.tone = new OscillatorNode(this.context, { type: "triangle", frequency: 220 });
      this.tone.connect(this.loudness).connect(this.context.destination);
      this.tone.start();
    }
    this.context.resume();
    return true;
  }

  level(gain) {
    if (this.context) this.loudness.gain.setTargetAtTime(gain, this.context.currentTime, SOFTLY_S);
  }

  follow({ state }, isPlaying) {
    if (!this.isOn) return;
    const now = this.context.currentTime;
    this.tone.frequency.setTargetAtTime(pitchOf(state.v_mV), now, SOFTLY_S);
    this.level(isPlaying ? LOUDNESS : 0);
    if (isPlaying && state.spikes >= 1) this.click(now);
  }

  click(now) {
    const tick = new OscillatorNode(this.context, { type: "square", frequency: 1200 });
    const short = new GainNode(this.context, { gain: LOUDNESS });
    tick.connect(short).connect(this.context.destination);
    short.gain.exponentialRampToValueAtTime(1e-4, now + 0.015);
    tick.start(now);
    tick.stop(now + 0.02);
  }
}
