// A link with data-dialog opens that dialog; without a script it leads to the page
// that asks the same question.
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-dialog]");
  const dialog = opener && document.getElementById(opener.dataset.dialog);
  if (dialog?.showModal) {
    event.preventDefault();
    dialog.showModal();
    return;
  }
  if (event.target.closest("[data-dialog-close]")) {
    event.preventDefault();
    event.target.closest("dialog").close();
  }
});
