// The forms of a visit and of a photo point ask the phone where it is as soon as they open, and write that down.
// Refused, unknown or too slow: the form goes as it is, and the photographs are marked so.

const form = document.querySelector("form[data-place]");
const says = document.getElementById("place");
const WAITS = { enableHighAccuracy: true, timeout: 20000, maximumAge: 60000 };

function tell(word) {
  if (says?.dataset[word]) says.textContent = says.dataset[word];
}

function known({ coords }) {
  if (form.elements.lat.value === "") {
    form.elements.lat.value = coords.latitude.toFixed(6);
    form.elements.lon.value = coords.longitude.toFixed(6);
  }
  tell("known");
}

if (form && "geolocation" in navigator) {
  tell("asking");
  navigator.geolocation.getCurrentPosition(known, () => tell("refused"), WAITS);
} else if (form) {
  tell("refused");
}
