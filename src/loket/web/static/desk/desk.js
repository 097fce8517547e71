/* The desk: keeps the queue fresh, runs the promise clocks, function keys, product filter. */
(function () {
  "use strict";
  var EVERY = 3000, LIMIT = 10000, SOON = 120;
  var queue = document.getElementById("antrean");
  var lost = document.getElementById("putus");
  var english = document.documentElement.lang === "en";
  var title = document.title, tag = "", ahead = 0, rung = {};

  function pad(n) { return (n < 10 ? "0" : "") + n; }

  function span(seconds) {
    var whole = Math.abs(Math.round(seconds));
    return Math.floor(whole / 60) + (english ? ":" : ".") + pad(whole % 60);
  }

  function server() { return Date.now() + ahead; }

  function setClock() {
    var panel = queue && queue.querySelector("[data-now]");
    if (panel) { ahead = Date.parse(panel.dataset.now) - Date.now(); }
  }

  function soundOn() {
    try { return localStorage.getItem("loket-bunyi") === "1"; } catch (error) { return false; }
  }

  function ring(label) {
    if (rung[label]) { return; }
    rung[label] = true;
    var alarm = document.getElementById("peringatan");
    if (!alarm) { return; }
    alarm.textContent = label.slice(0, label.indexOf("|")) + " " + alarm.dataset.soon;
    if (soundOn()) { new Audio(alarm.dataset.bell).play().catch(function () {}); }
  }

  function tick() {
    var soon = 0;
    document.querySelectorAll("[data-until]").forEach(function (clock) {
      var left = (Date.parse(clock.dataset.until) - server()) / 1000;
      var isLate = left < 0, isSoon = !isLate && left <= SOON;
      clock.classList.toggle("late", isLate);
      clock.classList.toggle("soon", isSoon);
      clock.textContent = isLate
        ? (english ? "late by " : "terlambat ") + span(left)
        : (english ? "call within " : "panggil dalam ") + span(left);
      if (isSoon || isLate) { soon += 1; ring(clock.dataset.label + "|" + clock.dataset.until); }
    });
    document.querySelectorAll("[data-since]").forEach(function (since) {
      since.textContent = span((server() - Date.parse(since.dataset.since)) / 1000);
    });
    document.title = soon ? "(" + soon + ") " + title : title;
  }

  function busy() {
    var active = document.activeElement;
    if (active && queue.contains(active) && /^(INPUT|SELECT|TEXTAREA)$/.test(active.tagName)) {
      return true;
    }
    return [].some.call(queue.querySelectorAll("input:not([type=hidden])"), function (box) {
      return box.value !== box.defaultValue;
    });
  }

  function show(html) {
    var active = document.activeElement, key = "";
    if (active && queue.contains(active)) { key = active.dataset.key || ""; }
    var open = [].map.call(queue.querySelectorAll("details"), function (one) {
      return [one.id, one.open];
    });
    queue.innerHTML = html;
    open.forEach(function (was) {
      var now = was[0] && document.getElementById(was[0]);
      if (now) { now.open = was[1]; }
    });
    setClock();
    dressSound();
    if (key) {
      var again = queue.querySelector('[data-key="' + key + '"]');
      if (again) { again.focus(); }
    }
  }

  function ask() {
    if (busy()) { window.setTimeout(ask, EVERY); return; }
    var request = new XMLHttpRequest();
    request.open("GET", queue.dataset.url);
    request.timeout = LIMIT;
    request.setRequestHeader("HX-Request", "true");
    if (tag) { request.setRequestHeader("If-None-Match", tag); }
    request.onload = function () {
      var elsewhere = request.getResponseHeader("HX-Redirect");
      if (elsewhere) { window.location.assign(elsewhere); return; }
      if (request.status === 200 && !busy()) {
        tag = request.getResponseHeader("ETag") || "";
        show(request.responseText);
      }
      lost.hidden = request.status === 200 || request.status === 304;
    };
    request.onerror = request.ontimeout = function () { lost.hidden = false; };
    request.onloadend = function () { window.setTimeout(ask, EVERY); };
    request.send();
  }

  function dressSound() {
    var button = document.getElementById("bunyi");
    if (!button) { return; }
    button.hidden = false;
    button.setAttribute("aria-pressed", soundOn() ? "true" : "false");
  }

  document.addEventListener("click", function (event) {
    if (event.target.id !== "bunyi") { return; }
    try { localStorage.setItem("loket-bunyi", soundOn() ? "0" : "1"); } catch (error) { return; }
    dressSound();
  });

  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey || event.repeat) { return; }
    if (!/^F\d+$/.test(event.key)) { return; }
    var target = document.querySelector('[data-key="' + event.key + '"]');
    if (!target) { return; }
    event.preventDefault();
    target.click();
    var then = document.getElementById(target.dataset.then || "");
    if (then) { window.setTimeout(function () { then.focus(); }, 0); }
  });

  document.addEventListener("submit", function (event) {
    if (event.target.getAttribute("method") !== "post") { return; }
    if (event.target.dataset.sent) { event.preventDefault(); return; }
    event.target.dataset.sent = "1";
    window.setTimeout(function () { delete event.target.dataset.sent; }, 8000);
  });

  document.querySelectorAll("[data-filters]").forEach(function (box) {
    var rows = document.querySelectorAll("#" + box.dataset.filters + " tbody tr");
    if (rows.length < 8) { return; }
    box.closest("[hidden]").hidden = false;
    box.addEventListener("input", function () {
      var wanted = box.value.toLowerCase();
      rows.forEach(function (row) {
        var kept = row.querySelector("input[type=checkbox]");
        row.hidden = !(kept && kept.checked) && row.textContent.toLowerCase().indexOf(wanted) < 0;
      });
    });
  });

  document.addEventListener("click", function (event) {
    if (event.target.hasAttribute("data-print")) { window.print(); }
  });
  document.querySelectorAll("[data-print]").forEach(function (button) { button.hidden = false; });

  if (queue) { setClock(); dressSound(); window.setTimeout(ask, EVERY); }
  tick();
  window.setInterval(tick, 1000);
})();
