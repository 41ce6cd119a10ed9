/* Small extras; every page works without this file. */
"use strict";
(function () {
  const first = document.querySelector("[autofocus]");
  if (first) first.focus();
})();
