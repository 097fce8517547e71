// Choosing by variables while "fullset" is ticked means one wants variables; and the other way round.
"use strict";
document.addEventListener("change", (event) => {
  const form = event.target.closest("form.picker, form");
  if (!form || event.target.name !== "variable") return;
  const wanted = form.querySelector('input[name="mode"][value="variables"]');
  if (wanted) wanted.checked = true;
});

// Surveys have hundreds of variables: a box leaves those in sight whose name or label fits.
const FEW = 20;
for (const section of document.querySelectorAll(".variables")) {
  const finder = section.querySelector(".finder");
  const rows = [...section.querySelectorAll(".boxes li")].map((row) => ({
    row,
    box: row.querySelector("input"),
    said: row.textContent.toLowerCase(),
  }));
  if (rows.length < FEW) continue;
  const search = finder.querySelector("input");
  const files = [...section.querySelectorAll("details")];
  const open = files.map((file) => file.open);
  finder.hidden = false;

  function count() {
    const shown = rows.filter(({ row }) => !row.hidden).length;
    const chosen = rows.filter(({ box }) => box.checked).length;
    finder.querySelector("output").textContent =
      `${shown} ${finder.dataset.shown}, ${chosen} ${finder.dataset.chosen}`;
  }

  function find() {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    for (const { row, said } of rows) row.hidden = !words.every((word) => said.includes(word));
    files.forEach((file, place) => {
      file.hidden = !file.querySelector("li:not([hidden])");
      file.open = words.length ? !file.hidden : open[place];
    });
    count();
  }

  function tick(wanted, fits) {
    const changed = rows.filter(
      ({ row, box }) => !box.disabled && box.checked !== wanted && fits(row),
    );
    for (const { box } of changed) box.checked = wanted;
    if (changed.length) changed[0].box.dispatchEvent(new Event("change", { bubbles: true }));
    count();
  }

  search.addEventListener("input", find);
  search.addEventListener("change", (event) => event.stopPropagation()); // is no choice: no new price
  search.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault(); // searching does not save
  });
  section.addEventListener("change", count);
  finder.querySelector("[data-all]").addEventListener("click", () => tick(true, (row) => !row.hidden));
  finder.querySelector("[data-none]").addEventListener("click", () => tick(false, () => true));
  find();
}
