// A list with a box in each row: one more box ticks the whole page, a line says how many are ticked.
// Without this each box is ticked by itself.
//   [data-ticks]         holds the rows, each with input[type=checkbox][name=number]
//   [data-ticks-tools]   hidden until this runs
//   [data-ticks-all]     the box that ticks and unticks all
//   [data-ticks-count]   says how many are ticked

const digits = new Intl.NumberFormat("en-IN");

function follow(list) {
  const boxes = [...list.querySelectorAll("input[type=checkbox][name=number]")];
  const all = list.querySelector("[data-ticks-all]");
  const count = list.querySelector("[data-ticks-count]");
  const show = () => {
    const ticked = boxes.filter((box) => box.checked).length;
    count.textContent = `${digits.format(ticked)} / ${digits.format(boxes.length)}`;
    all.checked = ticked === boxes.length;
    all.indeterminate = ticked > 0 && ticked < boxes.length;
  };
  list.addEventListener("change", (event) => {
    if (event.target === all) for (const box of boxes) box.checked = all.checked;
    show();
  });
  // The browser puts back what was ticked when one returns to the page, after it was shown.
  window.addEventListener("pageshow", show);
  list.querySelector("[data-ticks-tools]").hidden = false;
  show();
}

document.querySelectorAll("[data-ticks]").forEach(follow);
