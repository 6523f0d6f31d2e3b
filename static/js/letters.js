// Letter keys choose an option, in practice and in an attempt.

const TYPED_IN = "textarea, select, input:not([type=radio], [type=checkbox])";

/** The key belongs to a field that is typed in, or to the browser. */
export const isTaken = (event) =>
  event.ctrlKey || event.metaKey || event.altKey || Boolean(event.target.closest?.(TYPED_IN));

/** Choose the option of `item` that has the letter; whether there is one. */
export function chooseByLetter(item, event) {
  const letter = CSS.escape(event.key.toUpperCase());
  const choice = item.querySelector(`input[data-letter="${letter}"]:enabled`);
  if (!choice) return false;
  choice.checked = choice.type === "radio" || !choice.checked;
  choice.focus();
  choice.dispatchEvent(new Event("change", { bubbles: true }));
  return true;
}
