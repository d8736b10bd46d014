// An open page keeps up with what others do. While somebody looks at it, it asks every few
// seconds whether it still tells the truth; where it does not, the page is fetched and only
// what differs is changed, so that focus, scrolling and what is open stay as they are.
import { Idiomorph } from "idiomorph";
import { toast } from "./toasts.js";

const EVERY = 4; // seconds
const LONGEST = 60;
const IDLE = 60 * 60; // after that long without a touch nobody is there
const MOST_SAID = 3;
const KEPT = ["main", "site-nav"];
const GONE = [401, 403, 404];

class Away extends Error {}

const line = document.querySelector("[data-keeping-up]");

let mark = line?.dataset.mark;
let wait = EVERY;
let timer;
let touched = Date.now();
let asking = false;
let behind = false;
let ended = false;

function say(text) {
  const words = line.querySelector("[role=status]");
  if (words.textContent !== text) words.textContent = text;
}

const resume = line?.querySelector("[data-keep-up]");

function pause(text) {
  clearTimeout(timer);
  ended = true;
  resume.hidden = false;
  say(text);
}

async function ask() {
  clearTimeout(timer);
  if (ended || asking || document.hidden) return;
  if (Date.now() - touched > IDLE * 1000) {
    pause("Paused, because nobody was here for an hour.");
    return;
  }
  asking = true;
  try {
    await look();
    wait = EVERY;
  } catch (error) {
    if (!(error instanceof Away)) throw error;
    wait = Math.min(wait * 2, LONGEST);
    say(`Not connected; trying again in ${wait} seconds.`);
  } finally {
    asking = false;
    if (!ended) timer = setTimeout(ask, wait * 1000);
  }
}

async function look() {
  const answer = await get(`${line.dataset.keepingUp}?seen=${encodeURIComponent(mark)}`);
  if (GONE.includes(answer.status)) {
    pause("This page is not kept up to date any more. Load it again, or sign in.");
    resume.hidden = true;
    return;
  }
  if (!answer.ok) throw new Away();
  if (wait > EVERY) say("Connected again.");
  if (answer.status === 200) {
    const changes = await answer.json();
    mark = changes.mark;
    behind = true;
    tell(changes.answers);
  }
  if (!behind) return;
  if (line.dataset.instead) admit();
  else if (!isInUse()) await renew();
}

async function get(address) {
  try {
    return await fetch(address, { signal: AbortSignal.timeout(15_000), cache: "no-store" });
  } catch {
    throw new Away();
  }
}

function tell(answers) {
  for (const answer of answers.slice(0, MOST_SAID)) {
    toast({ kind: answer.reply === "accepted" ? "done" : "needs_you", text: answer.sentence });
  }
  const more = answers.length - MOST_SAID;
  if (more > 0) toast({ text: more === 1 ? "One more answer came." : `${more} more answers came.` });
}

// Somebody is at work in this page: it says that it is old, and stays.
function admit() {
  ended = true;
  line.classList.add("is-behind");
  line.querySelector("a").hidden = false;
  say("The week has changed since this page was opened.");
}

// A question that is open, a field that is being filled in, a form that is on its way.
function isInUse() {
  return Boolean(
    document.querySelector("dialog[open], form[data-sent]") ||
      document.activeElement?.matches("input:not([type=checkbox], [type=radio]), textarea, select"),
  );
}

async function renew() {
  const answer = await get(location.href);
  if (!answer.ok || answer.redirected) throw new Away();
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  const focus = placeOf(document.activeElement);
  for (const id of KEPT) {
    const [here, there] = [document.getElementById(id), fresh.getElementById(id)];
    if (here && there) Idiomorph.morph(here, there, { callbacks });
  }
  mark = fresh.querySelector("[data-keeping-up]")?.dataset.mark ?? mark;
  behind = false;
  if (focus) put(focus);
  const time = new Date().toLocaleTimeString("en-US", { timeStyle: "short" });
  say(`Brought up to date at ${time.toLowerCase()}.`);
}

const callbacks = {
  beforeNodeMorphed: (node) => !["keeping-up", "flashes"].includes(node.id),
  // What the reader has opened stays open, and what a script has shown stays there.
  beforeAttributeUpdated: (name, node) =>
    !(name === "open" && node.matches("details, dialog")) &&
    !(name === "hidden" && node.matches("[data-print]")),
};

// Elements move while the page is changed: the focus belongs to what they are about.
function placeOf(node) {
  if (!node?.closest("#main") || node.id === "main") return null;
  const about = aboutOf(node);
  return { about, number: alike(about).indexOf(node) };
}

function aboutOf(node) {
  const form = node.form?.getAttribute("action") ?? "";
  // A seat is the same seat whoever sits there: the question mark begins who.
  const address = node.getAttribute("href")?.split("?")[0];
  return address ? `${node.tagName} ${address}` : `${node.tagName} ${node.id} ${form} ${node.value ?? node.textContent}`;
}

function alike(about) {
  const found = document.querySelectorAll("#main :is(a, button, summary, input, [tabindex])");
  return [...found].filter((node) => aboutOf(node) === about);
}

function put({ about, number }) {
  const found = alike(about);
  const target = found[Math.min(number, found.length - 1)] ?? document.getElementById("main");
  if (target !== document.activeElement) target.focus({ preventScroll: true });
}

if (line) {
  for (const kind of ["pointerdown", "keydown", "wheel", "touchmove"]) {
    document.addEventListener(kind, () => { touched = Date.now(); }, { passive: true, capture: true });
  }
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) clearTimeout(timer);
    else {
      touched = Date.now();
      ask();
    }
  });
  resume.addEventListener("click", () => {
    touched = Date.now();
    ended = false;
    resume.hidden = true;
    line.querySelector("[role=status]").textContent = "Answers appear here by themselves.";
    ask();
  });
  timer = setTimeout(ask, EVERY * 1000);
}
