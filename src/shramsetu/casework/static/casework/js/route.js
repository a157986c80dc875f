// Begins the round where the phone is. The place goes with the form and is kept nowhere.
const form = document.querySelector("form[data-here]");
const said = document.querySelector("#here");
if (form && "geolocation" in navigator) {
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    if (form.elements.lat.value !== "") return;
    event.preventDefault();
    said.textContent = said.dataset.asking;
    navigator.geolocation.getCurrentPosition(({ coords }) => {
      form.elements.lat.value = coords.latitude.toFixed(4);
      form.elements.lon.value = coords.longitude.toFixed(4);
      form.submit();
    }, () => { said.textContent = said.dataset.refused; }, { timeout: 15000, maximumAge: 60000 });
  });
}
