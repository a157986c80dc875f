// The forms of a visit and of a photo point ask the phone where it is as soon as they open.

import { askPlace } from "./place.js";

const form = document.querySelector("form[data-place]");
if (form) askPlace(form);
