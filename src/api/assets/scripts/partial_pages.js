// htmx under a strict content security policy, with our CSRF token on each request.
import htmx from "htmx.org";
import "htmx-ext-sse";
import { toast } from "./toasts.js";

htmx.config.allowEval = false;
htmx.config.includeIndicatorStyles = false;
htmx.config.selfRequestsOnly = true;
htmx.config.allowScriptTags = false;
htmx.config.historyCacheSize = 0; // pages hold personal data: nothing is left in storage

document.addEventListener("htmx:configRequest", (event) => {
  const token = document.querySelector('meta[name="csrf-token"]')?.content;
  if (token) event.detail.headers["x-csrftoken"] = token;
});

// A refused form comes back with its errors and is shown like any answer.
document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr } = event.detail;
  const isPage = xhr.getResponseHeader("content-type")?.startsWith("text/html");
  if ([400, 409, 422].includes(xhr.status) && isPage) {
    event.detail.shouldSwap = true;
    event.detail.isError = false;
  }
});

document.addEventListener("htmx:responseError", () => {
  toast({ kind: "broken", text: "That did not work. Nothing was changed. Please try again." });
});
document.addEventListener("htmx:sendError", () => {
  toast({ kind: "broken", text: "No connection. Nothing was changed. Please try again." });
});
