// The place of a word in its file: where it is, the line itself, and what can be done there.
import { address, announce, byId, make, refusal } from "./dom.js";

const box = byId("place");
let shown = null;

/** Asks the server to open a line in the editor; says whether it did. */
export async function openLine({ file, line, column }) {
  try {
    const response = await fetch(address("open", { file, line, column: column ?? 1 }), { method: "POST" });
    return response.ok ? { opened: true } : { opened: false, why: await refusal(response) };
  } catch {
    return { opened: false, why: "briefpress watch does not answer" };
  }
}

/** A place as editors and terminals take it. */
export const placeOf = ({ file, line, column }) => [file, line, column].filter((part) => part !== null && part !== undefined).join(":");

/** Copies text; says whether the browser let it. */
export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

/** Says something of the place that was shown when it was asked for; an answer that comes late says nothing of another. */
function say(said, words) {
  if (!said?.isConnected) return;
  said.textContent = words;
  announce(words);
}

async function open(place) {
  const said = box.querySelector(".said");
  if (place.address) {
    // The system asks which editor has such addresses; nothing comes back.
    location.assign(place.address);
    return;
  }
  const { opened, why } = await openLine(place);
  say(said, opened ? `Opened ${placeOf(place)}` : `Not opened: ${why}`);
}

function fill(request, place) {
  const close = make("button", { type: "button", class: "close", "aria-label": "Close", onclick: () => hide() }, "×");
  if (place.error) {
    box.replaceChildren(make("p", { class: "where" }, request.key ? `No line for ${request.key}: ${place.error}` : place.error), close);
    return;
  }
  const said = make("span", { class: "said" });
  const copied = async () => say(said, await copy(placeOf(place)) ? "Copied" : "The browser did not let it be copied");
  box.replaceChildren(
    make("p", { class: "where" },
      make("strong", {}, `${place.file}:${place.line}`), " ", make("code", {}, place.key),
      request.made && make("span", { class: "near" }, " These words are made from this."),
      request.near && make("span", { class: "near" }, " These words are set by the template; this is the text before them.")),
    make("pre", { dir: "auto", tabindex: "0", "aria-label": `Line ${place.line}` }, make("code", {}, place.text.trim())),
    make("p", { class: "actions" },
      place.address
        ? make("a", { class: "main", href: place.address }, "Open in editor")
        : place.editor && make("button", { type: "button", class: "main", onclick: () => open(place) }, "Open in editor"),
      make("button", { type: "button", onclick: copied }, "Copy place"),
      said),
    close);
}

async function ask({ brief, lang, key, at }) {
  if (!key) return { error: "These words are set by the template; no text stands before them." };
  const response = await fetch(address("where", { brief, lang, key, at }));
  return response.ok ? response.json() : { error: await refusal(response) };
}

/**
 * Shows the line a word stands in, and opens it where an editor is known. Who came by keyboard goes on at the buttons,
 * and back with Escape.
 */
export async function showPlace(request) {
  shown = request;
  const place = await ask(request).catch(() => ({ error: "briefpress watch does not answer" }));
  if (shown !== request) return;
  fill(request, place);
  box.hidden = false;
  if (place.error) announce(box.textContent);
  else if (place.editor && !request.near) open(place);
  else announce(`${place.file}, line ${place.line}`);
  if (request.byKey) box.querySelector(".actions a, .actions button")?.focus();
}

/** After an update: the line may be another. */
export async function refreshPlace() {
  const request = shown;
  if (!request || box.hidden) return;
  const place = await ask(request).catch(() => null);
  if (!place || shown !== request) return;
  const focus = [...box.querySelectorAll("a, button")].indexOf(document.activeElement);
  const before = box.querySelector(".said")?.textContent;
  fill(request, place);
  if (before && !place.error) box.querySelector(".said").textContent = before;
  if (focus >= 0) box.querySelectorAll("a, button")[focus]?.focus();
}

/** Hides it; the focus goes back to the text it was about. */
export function hide() {
  if (box.hidden) return;
  const inside = box.contains(document.activeElement);
  box.hidden = true;
  if (inside) shown?.back();
  shown = null;
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !event.defaultPrevented) hide();
});
