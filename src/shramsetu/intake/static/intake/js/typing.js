// Typing beside a scan. Without this the doubtful words stand in brackets all the same, and the server asks for them.
//   [data-doubtful="id"]   selects the next word in [brackets?] of that box; what is typed then takes its place;
//                          pressed again on the same word it is taken as it stands
//   [data-doubtful-left]   says how many are left

const MARK = /\[([^[\]\n]*)\?\]/g;
const digits = new Intl.NumberFormat("en-IN");

function follow(button) {
  const box = document.getElementById(button.dataset.doubtful);
  const left = document.querySelector("[data-doubtful-left]");
  const show = () => {
    const count = [...box.value.matchAll(MARK)].length;
    left.textContent = count ? `(${digits.format(count)})` : "✓";
    button.disabled = count === 0;
  };
  const next = () => {
    const chosen = box.value.slice(box.selectionStart, box.selectionEnd);
    const whole = new RegExp(`^${MARK.source}$`).exec(chosen);
    if (whole) box.setRangeText(whole[1], box.selectionStart, box.selectionEnd, "end");
    const found = [...box.value.matchAll(MARK)];
    const after = found.find((one) => one.index >= box.selectionEnd) ?? found[0];
    box.focus();
    if (after) {
      box.setSelectionRange(after.index, after.index + after[0].length);
    }
    show();
  };
  button.hidden = false;
  button.addEventListener("click", next);
  box.addEventListener("input", show);
  // Inside the box a letter is a letter: F2 goes on.
  box.addEventListener("keydown", (event) => {
    if (event.key !== "F2") return;
    event.preventDefault();
    next();
  });
  show();
}

document.querySelectorAll("[data-doubtful]").forEach(follow);
