// Asks the phone where it is and writes that into the form of a visit or a photo point. Refused, unknown or too slow: the
// form goes as it is, and the photographs are marked so.

const WAITS = { enableHighAccuracy: true, timeout: 20000, maximumAge: 60000 };

export function askPlace(form) {
  const says = document.getElementById("place");
  const tell = (word) => says?.dataset[word] && (says.textContent = says.dataset[word]);
  const known = ({ coords }) => {
    if (form.elements.lat.value === "") {
      form.elements.lat.value = coords.latitude.toFixed(6);
      form.elements.lon.value = coords.longitude.toFixed(6);
    }
    tell("known");
  };
  if (!("geolocation" in navigator)) return void tell("refused");
  tell("asking");
  navigator.geolocation.getCurrentPosition(known, () => tell("refused"), WAITS);
}
