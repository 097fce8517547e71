/* A guest's place in line: asks every three seconds, and more
   often when it is nearly its turn; says so when the number is called. */
(function () {
  "use strict";
  var FAR = 3000, NEAR = 700, LIMIT = 10000;
  var place = document.getElementById("giliran");
  var lost = document.getElementById("putus");
  var tag = "", title = document.title, before = state();

  function state() {
    var heading = place.querySelector("[data-state]");
    return heading ? heading.dataset.state : "";
  }

  function notice() {
    var now = state();
    if (now === "called" && before !== "called") {
      document.title = "\u25CF " + title;
      if (navigator.vibrate) { navigator.vibrate([300, 150, 300, 150, 600]); }
    } else if (now !== "called") {
      document.title = title;
    }
    before = now;
  }

  function ask() {
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
      lost.hidden = request.status === 200 || request.status === 304;
    };
    request.onerror = request.ontimeout = function () { lost.hidden = false; };
    request.onloadend = function () { window.setTimeout(ask, place.querySelector("[data-near]") ? NEAR : FAR); };
    request.send();
  }
  ask();
})();
