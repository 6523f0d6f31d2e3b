// Tabs of one browser with the same attempt: what one has saved, the others hear of. A browser without
// the channel, and another device, learn it from the server with their next save.

export class Tabs {
  /** `onSaved(answer)` hears {position, fields, sequence, saved_at} of another tab. */
  constructor(user, attempt, onSaved) {
    if (!("BroadcastChannel" in globalThis)) return;
    this.channel = new BroadcastChannel(`attempt:${user}:${attempt}`);
    this.channel.addEventListener("message", (event) => onSaved(event.data));
  }

  tell(position, { fields, sequence, saved_at }) {
    this.channel?.postMessage({ position, fields, sequence, saved_at });
  }
}
