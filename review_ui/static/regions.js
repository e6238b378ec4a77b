// Draws the matching region over a picture. The box is in pixels of the picture, not of the screen.
"use strict";

function drawRegion(picture) {
  const [x, y, width, height] = picture.dataset.box.split(",").map(Number);
  if (!picture.naturalWidth || width <= 0 || height <= 0) return;
  const box = document.createElement("span");
  box.className = "region";
  box.style.left = `${(100 * x) / picture.naturalWidth}%`;
  box.style.top = `${(100 * y) / picture.naturalHeight}%`;
  box.style.width = `${(100 * width) / picture.naturalWidth}%`;
  box.style.height = `${(100 * height) / picture.naturalHeight}%`;
  picture.parentElement.append(box);
}

for (const picture of document.querySelectorAll("img[data-box]")) {
  if (picture.complete) drawRegion(picture);
  else picture.addEventListener("load", () => drawRegion(picture), { once: true });
}
