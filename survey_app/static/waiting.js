"use strict";
// Look again until the table or document is there; without JavaScript the link does it.
window.setTimeout(function () {
  window.location.reload();
}, 5000);
