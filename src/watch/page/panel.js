// What stands beside the pages: problems, and the strings of a translation that are not up to date.
import { announce, byId, count, make } from "./dom.js";
import { copy, openLine, placeOf } from "./place.js";
import { markOf } from "./sheets.js";

const said = new Map();

/** Puts a list in its place if it is another than before; the focus stays at the same entry. */
function put(id, value, entries) {
  const text = JSON.stringify(value);
  if (said.get(id) === text) return;
  said.set(id, text);
  const box = byId(id);
  const focusable = () => [...box.querySelectorAll("button, [tabindex='0']")];
  const at = focusable().indexOf(document.activeElement);
  const inside = box.contains(document.activeElement);
  box.replaceChildren(...entries());
  if (inside) (focusable()[Math.min(at, focusable().length - 1)] ?? byId("problems")).focus();
}

/** `2 errors, 1 warning`, or nothing. */
export function counts(problems) {
  const number = (level) => problems.filter((problem) => problem.level === level).length;
  return [[number("error"), "error"], [number("warning"), "warning"]]
    .filter(([many]) => many > 0)
    .map(([many, one]) => count(many, one))
    .join(", ");
}

/** Words of a message; what stands in backquotes is code. */
const marked = (words) => words.split(/`([^`]+)`/).map((part, at) => (at % 2 === 1 ? make("code", {}, part) : part));

function problem({ level, code, message, file, line, column, excerpt, help }) {
  const result = make("span", { class: "said" });
  const go = async () => {
    const place = { file, line, column };
    const { opened, why } = await openLine(place);
    const copied = !opened && await copy(placeOf(place));
    result.textContent = opened ? "Opened in the editor" : `Not opened: ${why}${copied ? "; the place is copied" : ""}`;
    announce(result.textContent);
  };
  const item = make("li", { class: `problem ${level}` },
    make("p", { class: "message" }, make("span", { class: "level" }, level), " ", ...marked(message)),
    file && make("p", { class: "where" }, make("button", { type: "button", class: "link" }, line ? `${file}:${line}` : file), " ", result),
    excerpt && make("pre", { dir: "auto", tabindex: "0", "aria-label": `Line ${line}` }, make("code", {}, excerpt.trim())),
    help?.length > 0 && make("ul", { class: "help" }, ...help.map((words) => make("li", {}, make("span", {}, ...marked(words))))),
    code && make("p", { class: "code" }, code));
  if (file) {
    item.addEventListener("click", (event) => {
      if (event.target.closest("button") || (getSelection().isCollapsed && !event.target.closest("pre, .help"))) go();
    });
  }
  return item;
}

/** Shows the problems, or that there are none. */
export function showProblems({ problems, brief }) {
  byId("problems-title").textContent = counts(problems) || "Problems";
  put("problems-list", [brief, problems], () => (problems.length > 0
    ? [make("ul", { class: "problems" }, ...problems.map(problem))]
    : [make("p", { class: "none" }, "No problems.")]));
}

/** Shows how far a translation is, and the strings that need work; `jump` goes to one. */
export function showTranslation({ lang, languages, translation, strings }, jump) {
  byId("translation").hidden = !translation;
  if (!translation) { said.delete("translation-list"); return; }
  const name = languages.find(({ tag }) => tag === lang)?.name ?? lang;
  byId("translation-title").textContent = `Translation: ${name}`;
  const keys = Object.keys(strings);
  put("translation-list", [lang, translation, strings], () => {
    const meter = make("progress", { max: 100, value: translation.percent, "aria-label": `Translated into ${name}` });
    const parts = [
      [translation.missing, "missing"], [translation.stale, "stale"], [translation.needs_review, "to be reviewed"],
    ].filter(([many]) => many > 0).map(([many, what]) => `${many} ${what}`);
    return [
      make("p", { class: "summary" }, `${translation.status} · ${translation.percent} %${parts.length > 0 ? ` · ${parts.join(", ")}` : ""}`),
      meter,
      keys.length > 0
        ? make("ul", { class: "strings" }, ...keys.map((key) => make("li", {},
          make("button", { type: "button", "data-status": strings[key], onclick: () => jump(key) },
            make("span", { class: "status" }, markOf(strings[key])), " ", make("code", {}, key)))))
        : make("p", { class: "none" }, "Every string is up to date."),
    ];
  });
}
