// Comfort for forms; every form works without it.
//   textarea[maxlength]          shows how many characters are left
//   form[data-once] (or any POST form on the portal)  is sent once, the button says so
//   [data-focus-first]           takes the focus when the page opens (the summary of errors)
//   button[data-print]           hidden without this; prints the page
//   form[data-keep="name"]       keeps what is typed in this tab until the server has it: a dropped network loses nothing;
//                                a page with [data-forget-kept] forgets it, or that of its name alone;
//                                with [data-keep-all] every field, also over what the page began with

const digits = new Intl.NumberFormat("en-IN");

function count(box) {
  const line = document.createElement("p");
  line.className = "counter";
  line.setAttribute("aria-live", "polite");
  const show = () => {
    const left = box.maxLength - box.value.length;
    line.textContent = `${digits.format(box.value.length)} / ${digits.format(box.maxLength)}`;
    line.classList.toggle("is-over", left <= 0);
  };
  box.after(line);
  box.addEventListener("input", show);
  show();
}

function once(event) {
  const form = event.target;
  if (form.method !== "post" || form.hasAttribute("data-again") || event.defaultPrevented) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "1";
  event.submitter?.setAttribute("aria-busy", "true");
  setTimeout(() => delete form.dataset.sent, 10000);
}

const KEPT = "textarea, input[type=text]";
const ALL = "textarea, select, input:is([type=text], [type=tel], [type=date], [type=number], [name=key]):not([name=code])";

function keep(form) {
  const key = `keep:${form.dataset.keep}`;
  const isAll = form.hasAttribute("data-keep-all");
  const boxes = [...form.querySelectorAll(isAll ? ALL : KEPT)];
  const typed = JSON.parse(sessionStorage.getItem(key) ?? "{}");
  for (const box of boxes) if ((isAll || !box.value) && typed[box.name]) box.value = typed[box.name];
  form.addEventListener("input", () => sessionStorage.setItem(key, JSON.stringify(Object.fromEntries(boxes.map((box) => [box.name, box.value])))));
}

function forget({ dataset }) {
  const kept = Object.keys(sessionStorage).filter((key) => key.startsWith("keep:"));
  for (const key of kept) if (!dataset.forgetKept || key === `keep:${dataset.forgetKept}`) sessionStorage.removeItem(key);
}

function prepare(root) {
  for (const box of root.querySelectorAll("textarea[maxlength]:not([data-counted])")) {
    box.dataset.counted = "1";
    count(box);
  }
}

prepare(document);
document.querySelectorAll("[data-forget-kept]").forEach(forget); // before what is kept is put back
document.querySelectorAll("form[data-keep]").forEach(keep);
document.querySelector("[data-focus-first]")?.focus();
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}
document.addEventListener("submit", once);
document.addEventListener("htmx:load", (event) => prepare(event.detail.elt));
document.addEventListener("htmx:afterRequest", (event) => delete event.target.dataset?.sent);
// A page taken from the browser's memory must be able to send again.
window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent));
