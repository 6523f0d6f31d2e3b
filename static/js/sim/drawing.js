// Small changes to an SVG drawing, made only when they change something: each is painted anew.

export function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** Turn a part about a point, to whole degrees. */
export function turn(element, degrees, about) {
  const text = `rotate(${Math.round(degrees)} ${about})`;
  if (element.getAttribute("transform") !== text) element.setAttribute("transform", text);
}

export function fade(element, opacity) {
  if (element.style.opacity !== String(opacity)) element.style.opacity = opacity;
}
