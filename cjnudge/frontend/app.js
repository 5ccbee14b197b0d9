// The one script: starts the GOV.UK Frontend components that our pages use, and shows how far an upload is. Every
// page works without it.

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

// Where only the first line of a file is asked for, the rest does not leave this machine.
document.body.addEventListener("change", (event) => {
  const input = event.target;
  const bytes = Number(input.dataset.firstBytes);
  if (!bytes || !input.files.length) return;
  const [file] = input.files;
  const kept = new DataTransfer();
  kept.items.add(new File([file.slice(0, bytes)], file.name, { type: file.type }));
  input.files = kept.files;
});

// How much of an upload has been sent. The words are read out at every tenth, not at every percent.

function shown(form) {
  return form.querySelector("[data-upload-progress]");
}

function tell(form, percent) {
  const bar = shown(form).querySelector("progress");
  const words = shown(form).querySelector("[role=status]");
  bar.value = percent;
  const tenth = Math.floor(percent / 10) * 10;
  if (words.dataset.tenth === String(tenth)) return;
  words.dataset.tenth = String(tenth);
  words.textContent = percent < 100 ? `Sending the files: ${tenth} %` : "All is sent. The last rows are being read.";
}

function uploading(event) {
  const form = event.target.closest?.("form[data-upload]");
  return form && shown(form) ? form : null;
}

function showSending(form, sending) {
  shown(form).hidden = !sending;
  form.querySelector("button[type=submit]").disabled = sending;
}

document.body.addEventListener("htmx:beforeSend", (event) => {
  const form = uploading(event);
  if (!form) return;
  showSending(form, true);
  tell(form, 0);
  shown(form).querySelector("[data-upload-cancel]").focus();
});

document.body.addEventListener("htmx:xhr:progress", (event) => {
  const form = uploading(event);
  if (form && event.detail.lengthComputable) tell(form, (100 * event.detail.loaded) / event.detail.total);
});

function say(form, words) {
  showSending(form, false);
  const place = form.querySelector("[data-upload-ended]");
  place.textContent = words;
  place.hidden = false;
  form.querySelector("button[type=submit]").focus();
}

document.body.addEventListener("htmx:sendAbort", (event) => {
  const form = uploading(event);
  if (form) say(form, "Cancelled. Nothing was stored.");
});

document.body.addEventListener("htmx:sendError", (event) => {
  const form = uploading(event);
  if (form) say(form, "The connection ended before all was sent. Nothing was stored: send the files again.");
});

// Whatever page the server answers with is shown, a refusal too.
document.body.addEventListener("htmx:beforeSwap", (event) => {
  if (uploading({ target: event.detail.requestConfig.elt }) && event.detail.xhr.responseText) {
    event.detail.shouldSwap = true;
  }
});

document.body.addEventListener("click", (event) => {
  if (!event.target.matches("[data-upload-cancel]")) return;
  window.htmx.trigger(event.target.closest("form"), "htmx:abort");
});
