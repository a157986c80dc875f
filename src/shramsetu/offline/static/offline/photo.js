// A photograph made small enough for a slow line: at most 1600 pixels on its longer side, as JPEG. What the camera wrote
// into it (place, device) goes with that; a site's photographs are therefore not sent through here.

const LONGEST = 1600;
const SMALL = 400_000;

export async function smaller(file) {
  if (!file.type.startsWith("image/") || file.size <= SMALL) return file;
  try {
    const picture = await createImageBitmap(file);
    const share = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
    const canvas = new OffscreenCanvas(Math.round(picture.width * share), Math.round(picture.height * share));
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    const made = await canvas.convertToBlob({ type: "image/jpeg", quality: 0.8 });
    return made.size < file.size ? new File([made], file.name.replace(/\.\w+$/, "") + ".jpg", { type: "image/jpeg" }) : file;
  } catch {
    return file; // a picture that this browser cannot read: the office may
  }
}
