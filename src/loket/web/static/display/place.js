/* A guest's place in line: asks every three seconds, and more
   often when it is nearly its turn; says so when the number is called.
   After a break of the network, or when the phone is looked at again, it asks at once. */
(function () {
  "use strict";
  var FAR = 3000, NEAR = 700, LIMIT = 10000;
  var place = document.getElementById("giliran");
  var lost = document.getElementById("putus");
  var since = lost.querySelector("[data-lead]");
  var sound = document.getElementById("bunyikan");
  var tag = "", title = document.title, before = state(), bell = null;
  var timer = null, asking = false, answered = new Date();

  function state() {
    var heading = place.querySelector("[data-state]");
    return heading ? heading.dataset.state : "";
  }

  function notice() {
    var now = state();
    if (now === "called" && before !== "called") {
      document.title = "\u25CF " + title;
      if (navigator.vibrate) { navigator.vibrate([300, 150, 300, 150, 600]); }
      ring(3);
    } else if (now !== "called") {
      document.title = title;
    }
    before = now;
  }

  function ring(times) {
    if (!bell || times < 1) { return; }
    bell.currentTime = 0;
    bell.onended = function () { ring(times - 1); };
    var started = bell.play();
    if (started && started["catch"]) { started["catch"](function () {}); }
  }

  function two(number) { return (number < 10 ? "0" : "") + number; }

  function heard(status) {
    var well = status === 200 || status === 304;
    if (well) { answered = new Date(); }
    since.textContent = since.dataset.lead + " " + two(answered.getHours()) + "." + two(answered.getMinutes());
    lost.hidden = well;
  }

  function later() {
    asking = false;
    window.clearTimeout(timer);
    timer = window.setTimeout(ask, place.querySelector("[data-near]") ? NEAR : FAR);
  }

  function ask() {
    if (asking) { return; }
    asking = true;
    var request = new XMLHttpRequest();
    request.open("GET", place.dataset.url);
    request.timeout = LIMIT;
    if (tag) { request.setRequestHeader("If-None-Match", tag); }
    request.onload = function () {
      if (request.status === 200) {
        tag = request.getResponseHeader("ETag") || "";
        if (place.innerHTML !== request.responseText) { place.innerHTML = request.responseText; }
        notice();
      }
      heard(request.status);
    };
    request.onerror = request.ontimeout = function () { heard(0); };
    request.onloadend = later;
    request.send();
  }

  // Phones play sound only after a touch, so the guest has to ask for it.
  sound.hidden = false;
  sound.addEventListener("click", function () {
    bell = new Audio(sound.dataset.bell);
    ring(1);
    sound.disabled = true;
    sound.textContent = sound.dataset.on;
  });
  window.addEventListener("online", ask);
  document.addEventListener("visibilitychange", function () { if (!document.hidden) { ask(); } });
  ask();
})();
