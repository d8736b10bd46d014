// Short news in the live region of base.html. The server sends them with the header
// HX-Trigger: {"toast": {"kind": "done", "text": "Saved."}}
const icons = { done: "circle-check", needs_you: "triangle-alert", broken: "octagon-x", info: "info" };

export function toast({ kind = "info", text }) {
  const region = document.querySelector("[data-toasts]");
  const pattern = document.querySelector("template[data-toast]");
  if (!region || !pattern) return;
  const item = pattern.content.cloneNode(true).firstElementChild;
  item.querySelector("p").textContent = text;
  const use = item.querySelector("use");
  use.setAttribute("href", use.getAttribute("href").replace(/#.*/, `#${icons[kind] ?? icons.info}`));
  region.append(item);
  // What is broken stays until it was read.
  if (kind !== "broken") setTimeout(() => item.remove(), 8000);
}

document.addEventListener("toast", (event) => toast(event.detail));
document.addEventListener("click", (event) => {
  event.target.closest("[data-toast-close]")?.closest(".toast").remove();
});
