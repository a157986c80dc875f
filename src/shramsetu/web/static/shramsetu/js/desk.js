// The desk by keyboard. Everything here is also reachable by mouse and Tab.
//   [data-key="r"]        pressing r clicks it (a button, a link) or goes into it (a field); shown in the ? dialog
//   [data-rows] a         rows that j and k walk through (default: #list .case)
//   [data-opens="id"]     opens the dialog of that id
//   form[data-draft=key]  unsent words are kept in this tab until the form is sent

const ROWS = "#list .case, [data-rows] a";

const writing = (target) => target.matches?.("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable=true]");
const visible = (node) => node.checkVisibility?.() ?? true;

function move(step) {
  const rows = [...document.querySelectorAll(ROWS)].filter(visible);
  if (!rows.length) return;
  const focused = rows.indexOf(document.activeElement);
  const current = rows.findIndex((row) => row.hasAttribute("aria-current"));
  const at = focused >= 0 ? focused : current >= 0 ? current : step > 0 ? -1 : rows.length;
  const next = rows[Math.max(0, Math.min(rows.length - 1, at + step))];
  next.focus();
  next.scrollIntoView({ block: "nearest" });
}

function press(key) {
  const found = [...document.querySelectorAll("[data-key]")].find((node) => node.dataset.key === key && visible(node) && !node.disabled);
  if (!found) return false;
  if (writing(found)) {
    found.focus();
    found.select?.();
  } else {
    found.click();
  }
  return true;
}

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.key === "Escape" && writing(event.target)) {
    event.target.blur();
    return;
  }
  if (writing(event.target) || document.querySelector("dialog[open]")) return;
  if (event.key === "j" || event.key === "k") {
    move(event.key === "j" ? 1 : -1);
    event.preventDefault();
  } else if (press(event.key)) {
    event.preventDefault();
  }
}

function listKeys() {
  const place = document.querySelector("[data-keys-here]");
  if (!place) return;
  place.replaceChildren();
  for (const node of document.querySelectorAll("[data-key]")) {
    if (["/", "?"].includes(node.dataset.key) || !visible(node)) continue;
    const key = document.createElement("kbd");
    key.textContent = node.dataset.key;
    const term = document.createElement("dt");
    term.append(key);
    const words = document.createElement("dd");
    words.textContent = node.dataset.keyName ?? [...node.childNodes].filter((part) => part.nodeName !== "KBD").map((part) => part.textContent).join(" ").trim();
    place.append(term, words);
  }
}

function onClick(event) {
  const opener = event.target.closest("[data-opens]");
  if (opener) {
    listKeys();
    document.getElementById(opener.dataset.opens)?.showModal();
    return;
  }
  // A menu closes when one clicks beside it.
  for (const menu of document.querySelectorAll("details.menu[open]")) if (!menu.contains(event.target)) menu.open = false;
}

function keepDrafts(root) {
  for (const form of root.querySelectorAll("form[data-draft]:not([data-kept])")) {
    form.dataset.kept = "1";
    const key = `draft:${form.dataset.draft}`;
    const fields = () => [...form.elements].filter((field) => field.name && field.matches("textarea, input[type=text], select") && !field.dataset.noDraft);
    const saved = JSON.parse(sessionStorage.getItem(key) ?? "{}");
    for (const field of fields()) if (!field.value && saved[field.name]) field.value = saved[field.name];
    form.addEventListener("input", () => sessionStorage.setItem(key, JSON.stringify(Object.fromEntries(fields().map((field) => [field.name, field.value])))));
    form.addEventListener("submit", () => sessionStorage.removeItem(key));
  }
}

keepDrafts(document);
document.addEventListener("keydown", onKey);
document.addEventListener("click", onClick);
document.addEventListener("htmx:load", (event) => keepDrafts(event.detail.elt));
