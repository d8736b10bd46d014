// Whoever leaves a form with changes is asked once. The words beside Save say so too.
const changed = new Set();

function mark(form, dirty) {
  if (dirty) changed.add(form);
  else changed.delete(form);
  for (const words of form.querySelectorAll("[data-unsaved-words]")) words.hidden = !dirty;
}

document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-unsaved]");
  if (form) mark(form, true);
});
document.addEventListener("submit", (event) => {
  if (event.target.matches("form[data-unsaved]")) mark(event.target, false);
});
window.addEventListener("beforeunload", (event) => {
  if (changed.size) event.preventDefault();
});
