/* The kiosk: goes back to the start when nobody is there, prints the number, has a number pad. */
(function () {
  "use strict";
  var dialog = document.getElementById("masih-di-sini");
  var idle = dialog ? Number(dialog.dataset.idle) : 0;
  var grace = dialog ? Number(dialog.dataset.grace) : 0;
  var left = document.getElementById("masih-sisa");
  var timer = null;

  function home() { window.location.replace(dialog.dataset.start); }

  function ask() {
    var seconds = grace;
    left.textContent = seconds;
    if (dialog.showModal && !dialog.open) { dialog.showModal(); }
    timer = window.setInterval(function () {
      seconds -= 1;
      left.textContent = seconds;
      if (seconds <= 0) { window.clearInterval(timer); home(); }
    }, 1000);
  }

  function wait() {
    window.clearTimeout(timer);
    window.clearInterval(timer);
    timer = window.setTimeout(ask, idle * 1000);
  }

  if (dialog && idle > 0) {
    document.getElementById("masih-lanjut").addEventListener("click", function () {
      dialog.close();
      wait();
    });
    ["pointerdown", "keydown", "scroll", "input"].forEach(function (name) {
      document.addEventListener(name, function () { if (!dialog.open) { wait(); } }, { passive: true });
    });
    wait();
  } else if (dialog) {
    // The start page: follow opening hours and services.
    window.setTimeout(function () { window.location.reload(); }, 60000);
  }

  // A page kept by the browser must not bring back the guest before.
  window.addEventListener("pageshow", function (event) { if (event.persisted && dialog) { home(); } });

  Array.prototype.forEach.call(document.querySelectorAll(".keys"), function (keys) {
    var field = document.getElementById(keys.dataset.for);
    if (!field) { return; }
    keys.hidden = false;
    keys.addEventListener("click", function (event) {
      var key = event.target.dataset.key;
      if (!key) { return; }
      field.value = key === "erase" ? field.value.slice(0, -1) : field.value + key;
    });
  });

  Array.prototype.forEach.call(document.querySelectorAll("form"), function (form) {
    form.addEventListener("submit", function (event) {
      if (form.dataset.sent) { event.preventDefault(); return; }
      form.dataset.sent = "yes";
    });
  });

  var again = document.querySelector("[data-print-again]");
  if (again) {
    again.hidden = false;
    again.addEventListener("click", function () { window.print(); });
  }
  if (document.querySelector("[data-print]") && !window.sessionStorage.getItem(window.location.pathname)) {
    window.sessionStorage.setItem(window.location.pathname, "printed");
    window.print();
  }
})();
