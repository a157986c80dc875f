// Lets a phone keep the portal as an app and show a page when there is no network.
if ("serviceWorker" in navigator) navigator.serviceWorker.register("/worker.js");
