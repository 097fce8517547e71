/* The wall screen asks for its state every 0.7 seconds (ES5: televisions are old).
   The server holds the state, so after a break it is right again with one answer.
   Calls are spoken one after another, each once; none talk over another. */
(function () {
  "use strict";
  var EVERY = 700, LIMIT = 10000;
  var body = document.getElementById("layar");
  var clips = JSON.parse(document.getElementById("klip").textContent);
  var soundButton = document.getElementById("suara");
  var skew = Date.parse(body.getAttribute("data-now")) - new Date().getTime();
  var offset = Number(body.getAttribute("data-offset")) * 60000;
  var tag = "", spokenUpTo = -1, queue = [], speaking = false;

  function element(name, text, kind) {
    var made = document.createElement(name);
    made.appendChild(document.createTextNode(text));
    if (kind) { made.className = kind; }
    return made;
  }

  function fill(id, children) {
    var place = document.getElementById(id);
    while (place.firstChild) { place.removeChild(place.firstChild); }
    children.forEach(function (child) { place.appendChild(child); });
  }

  function row(call, isNew) {
    var made = document.createElement("tr");
    made.setAttribute("data-id", call.id);
    if (isNew) { made.className = "new"; }
    made.appendChild(element("td", call.label));
    made.appendChild(element("td", String(call.counter)));
    return made;
  }

  function none() {
    var made = document.createElement("tr");
    var cell = element("td", document.getElementById("kosong").textContent, "none");
    cell.colSpan = 2;
    made.appendChild(cell);
    return made;
  }

  function line(entry) {
    var made = document.createElement("li");
    made.appendChild(element("b", entry.letter));
    made.appendChild(element("span", entry.name));
    made.appendChild(element("i", String(entry.waiting)));
    return made;
  }

  function show(state) {
    var rows = state.calls.map(function (call, place) {
      return row(call, place === 0 && spokenUpTo >= 0 && call.id > spokenUpTo);
    });
    fill("panggilan", rows.length ? rows : [none()]);
    fill("antrean", state.queues.map(line));
    fill("pengumuman", state.notices.map(function (text) { return element("p", text); }));
    document.getElementById("tutup").hidden = state.open;
    document.getElementById("buka").textContent = state.opens_at;
    listen(state.spoken);
  }

  function listen(calls) {
    var first = spokenUpTo < 0;
    if (first) { spokenUpTo = 0; }
    calls.forEach(function (call) {
      if (call.id <= spokenUpTo) { return; }
      spokenUpTo = call.id;
      if (!first) { queue.push(call.clips.slice()); }
    });
    speak();
  }

  function speak() {
    if (speaking || !queue.length) { return; }
    speaking = true;
    play(queue.shift(), function () { speaking = false; window.setTimeout(speak, 400); });
  }

  function play(names, done) {
    var name = names.shift(), sound, finished = false, guard;
    if (!name || !clips[name]) { if (names.length) { play(names, done); } else { done(); } return; }
    function next() {
      if (finished) { return; }
      finished = true;
      window.clearTimeout(guard);
      play(names, done);
    }
    sound = new Audio(clips[name]);
    sound.onended = next;
    sound.onerror = next;
    guard = window.setTimeout(next, 5000);
    var started = sound.play();
    if (started && started["catch"]) {
      started["catch"](function (error) {
        if (error && error.name === "NotAllowedError") { soundButton.hidden = false; }
        next();
      });
    }
  }

  function ask() {
    var request = new XMLHttpRequest();
    request.open("GET", body.getAttribute("data-url"));
    request.timeout = LIMIT;
    if (tag) { request.setRequestHeader("If-None-Match", tag); }
    request.onload = function () {
      if (request.status === 200) {
        tag = request.getResponseHeader("ETag") || "";
        show(JSON.parse(request.responseText));
      }
      document.getElementById("putus").hidden = request.status === 200 || request.status === 304;
    };
    request.onerror = request.ontimeout = function () {
      document.getElementById("putus").hidden = false;
    };
    request.onloadend = function () { window.setTimeout(ask, EVERY); };
    request.send();
  }

  function two(number) { return (number < 10 ? "0" : "") + number; }

  function tick() {
    var now = new Date(new Date().getTime() + skew + offset);
    document.getElementById("jam").textContent =
      two(now.getUTCHours()) + "." + two(now.getUTCMinutes());
  }

  soundButton.addEventListener("click", function () {
    soundButton.hidden = true;
    play(["bel"], function () {});
  });
  window.setInterval(tick, 1000);
  tick();
  ask();
})();
