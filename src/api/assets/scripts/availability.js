// The availability table: arrows move, Shift and arrows extend, Space cycles the state
// of all chosen cells, dragging paints. Each cell stays a native select, so Enter or
// Alt+Down still open it and a page without this script works the same.
const STATES = ["no", "available", "if_needed"];
const ARROWS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

function enhance(table) {
  const grid = [...table.querySelectorAll("tbody tr")]
    .map((row) => [...row.querySelectorAll("select.cell")])
    .filter((row) => row.length);
  const spoken = document.getElementById(table.dataset.speaks);
  const dragWith = { from: null, state: null };
  let anchor = null;

  const placeOf = (cell) => {
    const row = grid.findIndex((cells) => cells.includes(cell));
    return row < 0 ? null : [row, grid[row].indexOf(cell)];
  };

  const block = ([rowA, columnA], [rowB, columnB]) =>
    grid
      .slice(Math.min(rowA, rowB), Math.max(rowA, rowB) + 1)
      .flatMap((cells) => cells.slice(Math.min(columnA, columnB), Math.max(columnA, columnB) + 1));

  const word = (cell) => cell.selectedOptions[0].textContent.replace(/^\P{L}+/u, "").toLowerCase();

  function say(cells) {
    const last = cells.at(-1);
    const what = `${last.getAttribute("aria-label")}, ${word(last)}`;
    spoken.textContent = cells.length > 1 ? `${cells.length} times: ${word(last)}. ${what}` : what;
  }

  function set(cells, state) {
    for (const cell of cells) cell.value = state;
    say(cells);
    table.dispatchEvent(new Event("change", { bubbles: true }));
  }

  function choose(cells) {
    table.querySelectorAll(".cell-chosen").forEach((cell) => cell.classList.remove("cell-chosen"));
    if (cells.length > 1) cells.forEach((cell) => cell.classList.add("cell-chosen"));
  }

  table.addEventListener("keydown", (event) => {
    const here = placeOf(event.target);
    if (!here || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === " ") {
      event.preventDefault();
      const state = STATES[(STATES.indexOf(event.target.value) + 1) % STATES.length];
      set(block(anchor ?? here, here), state);
      return;
    }
    const move = ARROWS[event.key];
    if (!move) return;
    event.preventDefault();
    const turns = document.documentElement.dir === "rtl" ? -1 : 1;
    const row = Math.min(Math.max(here[0] + move[0], 0), grid.length - 1);
    const column = Math.min(Math.max(here[1] + move[1] * turns, 0), grid[row].length - 1);
    anchor = event.shiftKey ? anchor ?? here : null;
    const cell = grid[row][column];
    cell.focus();
    choose(anchor ? block(anchor, [row, column]) : []);
    say([cell]);
  });

  // One stop for Tab; the arrows do the rest.
  const stop = (cell) => grid.flat().forEach((other) => { other.tabIndex = other === cell ? 0 : -1; });
  table.addEventListener("focusin", (event) => placeOf(event.target) && stop(event.target));
  if (grid.length) stop(grid[0][0]);

  table.addEventListener("pointerdown", (event) => {
    const here = placeOf(event.target);
    if (!here || event.button !== 0 || event.pointerType === "touch") return;
    event.preventDefault();
    event.target.focus({ preventScroll: true });
    choose([]);
    anchor = null;
    dragWith.from = here;
    dragWith.state = STATES[(STATES.indexOf(event.target.value) + 1) % STATES.length];
    set([event.target], dragWith.state);
  });
  table.addEventListener("mousedown", (event) => placeOf(event.target) && event.preventDefault());
  table.addEventListener("pointerover", (event) => {
    const here = dragWith.from && placeOf(event.target);
    if (here) set(block(dragWith.from, here), dragWith.state);
  });
  document.addEventListener("pointerup", () => { dragWith.from = null; });
}

// Presets and "copy this day": buttons that fill the table before it is saved.
function fill(table, { days, from, until, state }) {
  for (const cell of table.querySelectorAll("select.cell")) {
    const { day, time } = cell.dataset;
    if (days.split(" ").includes(day) && time >= from && time < until) cell.value = state;
  }
  table.dispatchEvent(new Event("change", { bubbles: true }));
}

function awaken(part) {
  for (const table of part.querySelectorAll("table.availability:not([data-awake])")) {
    table.dataset.awake = "yes";
    enhance(table);
    for (const button of document.querySelectorAll(`[data-fills="${table.id}"]`)) {
      button.hidden = false;
      button.addEventListener("click", () => fill(table, button.dataset));
    }
  }
}

awaken(document);
// Also where a saved form came back as a part of the page.
document.addEventListener("htmx:load", (event) => awaken(event.detail.elt.parentElement ?? document));
