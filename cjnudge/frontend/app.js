// The one script: starts the GOV.UK Frontend components that our pages use. Every page works without it.

import {
  Button,
  Checkboxes,
  ErrorSummary,
  NotificationBanner,
  PasswordInput,
  Radios,
  ServiceNavigation,
  SkipLink,
  createAll,
} from "./govuk-frontend.min.js";

const COMPONENTS = [Checkboxes, ErrorSummary, NotificationBanner, PasswordInput, Radios, ServiceNavigation, SkipLink];

function start(scope) {
  createAll(Button, { preventDoubleClick: true }, scope);
  COMPONENTS.forEach((component) => createAll(component, undefined, scope));
}

// GOV.UK Frontend styles its scripted parts only under these two classes. Its own page sets them in an inline
// script, which our content security policy refuses.
document.body.classList.add("js-enabled", "govuk-frontend-supported");
start(document);

// What htmx swaps in gets its components too.
document.body.addEventListener("htmx:load", (event) => {
  if (event.target !== document.body) start(event.target);
});
