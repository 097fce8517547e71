// Choosing by variables while "fullset" is ticked means one wants variables; and the other way round.
"use strict";
document.addEventListener("change", (event) => {
  const form = event.target.closest("form.picker, form");
  if (!form || event.target.name !== "variable") return;
  const wanted = form.querySelector('input[name="mode"][value="variables"]');
  if (wanted) wanted.checked = true;
});
