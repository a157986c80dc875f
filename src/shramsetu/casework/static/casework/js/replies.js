// Ready answers: a click writes the answer where the cursor stands; without this the link opens the form with it.
//   <a href="?reply=slug" data-reply="text">…</a> inside a form with a textarea

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-reply]");
  const box = link?.closest("form")?.querySelector("textarea");
  if (!box) return;
  event.preventDefault();
  box.setRangeText(link.dataset.reply, box.selectionStart, box.selectionEnd, "end");
  box.dispatchEvent(new Event("input", { bubbles: true }));
  link.closest("details")?.removeAttribute("open");
  box.focus();
});
