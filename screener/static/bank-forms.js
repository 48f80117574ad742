// In the form for a new belief: the words that are selected in an example become its evidence, between << and >>.

const MARKED = /<<([^]*?)>>/g;

for (const button of document.querySelectorAll("[data-mark]")) {
  const field = document.getElementById(button.dataset.mark);
  const status = button.parentElement.querySelector("[role=status]");
  button.hidden = false;
  button.addEventListener("click", () => (status.textContent = mark(field)));
}

// Mark what is selected, or take away the marks that it touches. Returns what has been done, in words.
function mark(field) {
  const text = field.value;
  let { selectionStart: start, selectionEnd: end } = field;
  while (start < end && /\s/.test(text[start])) start++;
  while (start < end && /\s/.test(text[end - 1])) end--;
  const touched = [...text.matchAll(MARKED)].filter((m) => m.index < end && start < m.index + m[0].length);
  if (touched.length) {
    for (const found of touched.reverse()) write(field, found.index, found.index + found[0].length, found[1]);
    return "The mark is taken away.";
  }
  if (start === end) {
    field.focus();
    return "First select the words in the text, with the mouse or with Shift and the arrow keys.";
  }
  write(field, start, end, `<<${text.slice(start, end)}>>`);
  return "Marked.";
}

// As if it were typed, so that it can be undone and the page knows that something is written. It stays selected.
function write(field, start, end, text) {
  field.focus();
  field.setSelectionRange(start, end);
  if (!document.execCommand("insertText", false, text)) {
    field.setRangeText(text, start, end);
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
  field.setSelectionRange(start, start + text.length);
}
