// The pages work without this. It says early that a file is too large, and shows that work is going on.
"use strict";

for (const form of document.querySelectorAll("form[data-max-bytes]")) {
  const button = form.querySelector("button[data-busy]");
  const file = form.querySelector("input[type=file]");
  const idle = button.textContent;

  file.addEventListener("change", () => {
    const chosen = file.files[0];
    const limit = Number(form.dataset.maxBytes);
    const large = chosen && chosen.size > limit;
    file.setCustomValidity(large ? `The file has more than ${limit} bytes, the most that is read.` : "");
    file.reportValidity();
  });
  form.addEventListener("submit", () => {
    button.textContent = button.dataset.busy;
    button.setAttribute("aria-busy", "true");
  });
  window.addEventListener("pageshow", () => {
    button.textContent = idle;
    button.removeAttribute("aria-busy");
  });
}
