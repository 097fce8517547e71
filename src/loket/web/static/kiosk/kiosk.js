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

  // Letters for kiosks without a keyboard of their own; the device remembers the choice.
  var toggle = document.getElementById("papan-ketik");
  var board = document.getElementById("tombol-huruf");
  var TYPED = 'main input[type="text"], main input[type="email"], main input[type="tel"]';
  var written = null, capital = false;

  function remembered(value) {
    try {
      if (value === undefined) { return window.localStorage.getItem("loket-papan-ketik") === "1"; }
      window.localStorage.setItem("loket-papan-ketik", value ? "1" : "0");
    } catch (error) { /* this browser keeps nothing */ }
    return Boolean(value);
  }

  function key(line, text, name, wide) {
    var button = document.createElement("button");
    button.type = "button";
    button.className = wide ? "secondary wide" : "secondary";
    button.textContent = text;
    button.dataset.letter = name;
    line.appendChild(button);
  }

  function draw() {
    var lines = ["1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm'", "@._-,"];
    while (board.firstChild) { board.removeChild(board.firstChild); }
    lines.forEach(function (letters, number) {
      var line = document.createElement("div");
      letters.split("").forEach(function (letter) {
        var shown = capital ? letter.toUpperCase() : letter;
        key(line, shown, shown, false);
      });
      if (number === lines.length - 1) {
        key(line, board.dataset.capital, "capital", true);
        key(line, board.dataset.space, " ", true);
        key(line, board.dataset.erase, "erase", true);
      }
      board.appendChild(line);
    });
  }

  function showBoard(shown) {
    toggle.setAttribute("aria-pressed", shown ? "true" : "false");
    board.hidden = !shown;
    document.body.classList.toggle("with-keyboard", shown);
    if (shown) { draw(); }
  }

  if (toggle && board && document.querySelector(TYPED)) {
    toggle.hidden = false;
    toggle.addEventListener("click", function () { showBoard(remembered(board.hidden)); });
    document.addEventListener("focusin", function (event) {
      if (event.target.matches(TYPED)) { written = event.target; }
    });
    board.addEventListener("pointerdown", function (event) { event.preventDefault(); });
    board.addEventListener("click", function (event) {
      var letter = event.target.dataset.letter;
      written = written || document.querySelector(TYPED);
      if (!letter) { return; }
      if (letter === "capital") { capital = !capital; draw(); return; }
      written.value = letter === "erase" ? written.value.slice(0, -1) : written.value + letter;
      if (capital) { capital = false; draw(); }
      written.focus();
    });
    showBoard(remembered());
  }

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
