// Words that another app shared with ours come behind the "#" of the address, which no server sees: put them into the question.
const mark = "#shared=";
const field = document.querySelector("textarea[name=text]");
if (field && location.hash.startsWith(mark)) {
  let words = "";
  try { words = decodeURIComponent(location.hash.slice(mark.length)); } catch { /* cut in the middle of a letter: nothing to take */ }
  history.replaceState(null, "", location.pathname + location.search);
  if (words.trim() && !field.value.includes(words)) {
    field.value = [field.value.trim(), words.trim()].filter(Boolean).join("\n\n");
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
  }
}
