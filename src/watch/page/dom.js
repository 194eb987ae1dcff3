// Elements, and what is said to a screen reader. Whatever comes from a brief is text and never markup.

export const byId = (id) => document.getElementById(id);

/** An element with attributes and children; `on…` are listeners, false and null are left out. */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** Says something once, politely. The same words said again are said again. */
export function announce(words) {
  const live = byId("live");
  live.textContent = "";
  setTimeout(() => { live.textContent = words; }, 50);
}

/** A number of things in words: `2 errors`. */
export const count = (number, one, many = `${one}s`) => `${number} ${number === 1 ? one : many}`;

/** An address below that of the page, with what it asks for. */
export const address = (path, query) => `${path}?${new URLSearchParams(query)}`;

/** What a refused request says; the words of the server where it has any. */
export async function refusal(response) {
  const said = await response.json().catch(() => null);
  return said?.error ?? `briefpress watch answered ${response.status}`;
}
