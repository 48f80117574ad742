// CodeMirror in place of a text field that holds YAML. The field stays in its form and always holds the same text.

import {
  Compartment, Decoration, EditorState, EditorView, HighlightStyle, Prec, ViewPlugin, activateHover, autocompletion,
  bracketMatching, closeHoverTooltips, defaultKeymap, hasHoverTooltips, highlightActiveLine, highlightActiveLineGutter,
  highlightSpecialChars, history, historyKeymap, hoverTooltip, indentUnit, indentWithTab, keymap, lineNumbers, lintGutter,
  nextDiagnostic, pickedCompletion, previousDiagnostic, search, searchKeymap, setDiagnostics, syntaxHighlighting, tags, yaml,
} from "./vendor/codemirror-6.43.15.min.js";
import { completionsAt, hintAt } from "./schema-hints.js";

const MOST_COLOURED = 256 * 1024; // characters: beyond it the text is neither coloured nor completed
const DEEPEST = 12; // characters by which a wrapped line is indented at most
const LONGEST_MARK = 4000; // characters of a text with marks

// Put an editor in place of `field`. `schema()` and `known()` are what is completed from, null while they are not there.
export function editorFor(field, { schema, known, check }) {
  const hints = hintsFrom(schema, known);
  const language = new Compartment();
  const languageOf = (doc) => (doc.length > MOST_COLOURED ? [] : yaml());
  const view = new EditorView({
    doc: field.value,
    extensions: [
      EditorView.cspNonce.of(field.dataset.nonce ?? ""),
      Prec.high(keymap.of(ownKeys(check, hints.show))),
      lineNumbers(), highlightActiveLineGutter(), highlightActiveLine(), highlightSpecialChars(), history(),
      bracketMatching(), search({ top: true }), lintGutter(), indentUnit.of("  "), EditorState.tabSize.of(2),
      EditorView.lineWrapping,
      keymap.of([...searchKeymap, ...historyKeymap, ...defaultKeymap, indentWithTab]),
      language.of(languageOf(field.value)), syntaxHighlighting(COLOURS), LOOK,
      drawnBy(marksIn), drawnBy(hangsIn), hints.extensions,
      EditorView.contentAttributes.of(namesOf(field)),
      EditorView.updateListener.of((update) => update.docChanged && keepInStep(update.state.doc)),
    ],
  });
  let isColoured = field.value.length <= MOST_COLOURED;

  function keepInStep(doc) {
    field.value = doc.toString();
    field.dispatchEvent(new Event("input", { bubbles: true }));
    if (doc.length <= MOST_COLOURED === isColoured) return;
    isColoured = !isColoured;
    queueMicrotask(() => view.dispatch({ effects: language.reconfigure(languageOf(doc)) }));
  }

  view.setTabFocusMode(true); // Tab moves on, as in every form, until somebody asks for the other
  field.before(view.dom);
  field.hidden = true;
  for (const label of field.labels) label.addEventListener("click", () => view.focus());
  return {
    get place() {
      const { head } = view.state.selection.main;
      const line = view.state.doc.lineAt(head);
      return { line: line.number, column: head - line.from + 1 };
    },
    go(line, column) {
      const at = offsetOf(view.state.doc, line, column);
      view.dispatch({ selection: { anchor: at }, effects: EditorView.scrollIntoView(at, { y: "center" }) });
      view.focus();
    },
    show(problems) {
      view.dispatch(setDiagnostics(view.state, problems.map((problem) => diagnosticOf(view.state.doc, problem))));
    },
  };
}

function namesOf(field) {
  const described = field.getAttribute("aria-describedby");
  const name = field.labels[0]?.textContent.trim() ?? "Text of the file";
  const names = { "aria-label": name, spellcheck: "false", tabindex: "0" };
  return described ? { ...names, "aria-describedby": described } : names;
}

function ownKeys(check, showHint) {
  return [
    { key: "Mod-s", run: () => (check(), true), preventDefault: true },
    { key: "Mod-i", run: showHint, preventDefault: true },
    { key: "Escape", run: closeBoxes },
    { key: "F8", run: nextDiagnostic },
    { key: "Shift-F8", run: previousDiagnostic },
  ];
}

function closeBoxes(view) {
  const isOpen = hasHoverTooltips(view.state);
  if (isOpen) view.dispatch({ effects: closeHoverTooltips });
  return isOpen;
}

/* Problems */

// The server counts characters, the browser counts halves of some.
function offsetOf(doc, line, column = 1) {
  const at = doc.line(Math.min(Math.max(line, 1), doc.lines));
  return at.from + [...at.text].slice(0, Math.max(column, 1) - 1).join("").length;
}

// A text in quotation marks, a key, or a value up to the next sign.
const WRITTEN = /^(?:"(?:[^"\\]|\\.)*"?|'[^']*'?|[\w-]+(?=\s*:)|[^\s,[\]{}#]+(?: +[^\s,[\]{}#:]+)*)/;

// Messages are worded for terminals too; here they read as in the list beside the editor.
const worded = (message) =>
  message.replace(/`([^`]+)`/g, "“$1”").replaceAll("docs/file-formats.md", "the description of the formats");

function diagnosticOf(doc, { line, column, level, message }) {
  const from = offsetOf(doc, line, column);
  const rest = doc.lineAt(from).text.slice(from - doc.lineAt(from).from);
  const length = WRITTEN.exec(rest)?.[0].length ?? rest.length;
  return { from, to: from + length, severity: level, message: worded(message) };
}

/* Evidence between << and >>, and long lines that hang from where they begin */

const drawnBy = (draw) =>
  ViewPlugin.fromClass(
    class {
      constructor(view) {
        this.decorations = draw(view);
      }

      update(update) {
        if (update.docChanged || update.viewportChanged) this.decorations = draw(update.view);
      }
    },
    { decorations: (plugin) => plugin.decorations },
  );

// What begins before what is shown reaches into it, so one looks a little further.
function marksIn({ state, visibleRanges }) {
  const found = new Map();
  for (const { from, to } of visibleRanges) {
    const start = Math.max(0, from - LONGEST_MARK);
    for (const mark of state.sliceDoc(start, to + LONGEST_MARK).matchAll(/<<(?:(?!<<|>>)[^])*>>/g)) {
      for (const line of mark[0].matchAll(/\S.*/g)) {
        const begin = start + mark.index + line.index;
        found.set(begin, begin + line[0].length);
      }
    }
  }
  return Decoration.set([...found].map(([from, to]) => EVIDENCE.range(from, to)), true);
}

function hangsIn({ state, visibleRanges }) {
  const found = [];
  for (const { from, to } of visibleRanges) {
    for (let line = state.doc.lineAt(from); ; line = state.doc.line(line.number + 1)) {
      const deep = Math.min(/^ *(- +)*/.exec(line.text)[0].length, DEEPEST);
      if (deep && line.from !== found.at(-1)?.from) found.push(HANGS[deep].range(line.from));
      if (line.to >= to) break;
    }
  }
  return Decoration.set(found);
}

const EVIDENCE = Decoration.mark({ class: "cm-evidence" });
const HANGS = Array.from({ length: DEEPEST + 1 }, (_, deep) => Decoration.line({ class: `cm-hang-${deep}` }));
const hang = (deep) => ({ paddingLeft: `calc(.5rem + ${deep}ch)`, textIndent: `-${deep}ch` });

/* Completion and hints from the schema */

function hintsFrom(schema, known) {
  const isSmall = (state) => schema() && state.doc.length <= MOST_COLOURED;

  function complete({ state, pos, explicit }) {
    if (!isSmall(state)) return null;
    const found = completionsAt(state.sliceDoc(), pos, schema(), known());
    const isBegun = found && found.from < pos;
    if (!found || !(explicit || isBegun || isNext(state.sliceDoc(pos - 2, pos)))) return null;
    return { from: found.from, to: found.to, options: found.options.map(optionOf), validFor: /^[\w-]*$/ };
  }

  function hintIn(state, pos) {
    return isSmall(state) ? hintAt(state.sliceDoc(), pos, schema()) : null;
  }

  function boxAt({ state }, pos) {
    const hint = hintIn(state, pos);
    const begin = hint && Math.max(hint.from, state.doc.lineAt(pos).from);
    return hint && { pos: begin, end: hint.to, above: true, create: () => ({ dom: boxOf(hint) }) };
  }

  // What hovering shows, at the cursor.
  function show(view) {
    const pos = view.state.selection.main.head;
    const hint = hintIn(view.state, pos);
    activateHover(view, pos, 1, { until: (change) => change.docChanged || change.selection !== undefined });
    const words = hint ? `${hint.key}: ${hint.lines.join(" ")}` : "The key here is not known.";
    view.dispatch({ effects: EditorView.announce.of(words) });
    return true;
  }

  const completion = autocompletion({
    override: [complete],
    icons: false,
    activateOnCompletion: (option) => option.isGoingOn,
  });
  return { extensions: [completion, hoverTooltip(boxAt, { hideOnChange: true })], show };
}

// After a key, and after a bracket, one is shown what may stand there without asking.
function isNext(before) {
  return /(:\s|[{[])$/.test(before);
}

function optionOf({ label, detail, kind, isNeeded, insert, back = 0 }) {
  return {
    label,
    detail,
    boost: isNeeded ? 1 : 0,
    isGoingOn: kind === "key",
    apply(view, option, from, to) {
      const lines = insert.split("\n");
      view.dispatch({
        changes: { from, to, insert: lines.join(view.state.lineBreak) },
        selection: { anchor: from + insert.length - back },
        annotations: pickedCompletion.of(option),
        userEvent: "input.complete",
        scrollIntoView: true,
      });
          },
  };
}

function boxOf({ key, lines }) {
  const box = document.createElement("div");
  box.className = "cm-hint";
  box.append(Object.assign(document.createElement("strong"), { textContent: key }));
  for (const line of lines) box.append(Object.assign(document.createElement("div"), { textContent: line }));
  return box;
}

/* Look: the colours of app.css, in light and dark */

const COLOURS = HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: "var(--accent)", fontWeight: "600" },
  { tag: [tags.string, tags.attributeValue], color: "var(--good)" },
  { tag: [tags.comment, tags.lineComment], color: "var(--soft)", fontStyle: "italic" },
  { tag: [tags.separator, tags.punctuation, tags.squareBracket, tags.brace, tags.special(tags.string)], color: "var(--soft)" },
  { tag: [tags.content], color: "var(--ink)" },
]);

const LOOK = EditorView.theme({
  "&": {
    border: "1px solid var(--soft)", borderRadius: "var(--round)", background: "var(--paper)",
    color: "var(--ink)",
  },
  "&.cm-focused": { outline: "3px solid var(--accent)", outlineOffset: "2px" },
  ".cm-scroller": {
    font: '1rem/1.5 ui-monospace, "SFMono-Regular", Consolas, monospace', minHeight: "16rem", maxHeight: "75vh", overflow: "auto",
  },
  ".cm-content": { caretColor: "var(--ink)", overflowWrap: "anywhere" },
  ".cm-line": { padding: "0 .5rem" },
  ...Object.fromEntries(HANGS.map((_, deep) => [`.cm-line.cm-hang-${deep}`, hang(deep)])),
  ".cm-gutters": { background: "var(--raised)", color: "var(--soft)", borderRight: "1px solid var(--line)" },
  ".cm-activeLine": { background: "color-mix(in srgb, var(--accent-soft) 45%, transparent)" },
  ".cm-activeLineGutter": { background: "var(--accent-soft)", color: "var(--ink)" },
  ".cm-evidence": { background: "var(--mark)", borderRadius: ".15rem" },
  ".cm-lint-marker": { width: ".8em", height: ".8em" },
  "&.cm-focused .cm-matchingBracket": { background: "var(--accent-soft)", outline: "1px solid var(--accent)" },
  ".cm-searchMatch": { background: "var(--mark)" },
  ".cm-searchMatch-selected": { background: "var(--mark)", outline: "2px solid var(--accent)" },
  ".cm-panels, .cm-tooltip": { background: "var(--raised)", color: "var(--ink)", borderColor: "var(--line)" },
  ".cm-tooltip": {
    border: "1px solid var(--soft)", borderRadius: "var(--round)", maxWidth: "min(36rem, 90vw)",
    lineHeight: "1.4",
  },
  ".cm-hint": { padding: ".4rem .6rem", fontSize: ".95rem" },
  ".cm-panels-top": { borderBottom: "1px solid var(--line)" },
  ".cm-panel.cm-search": { padding: ".5rem .75rem", fontSize: "1rem" },
  ".cm-panel.cm-search label": { fontSize: ".9rem", display: "inline-flex", gap: ".3rem", alignItems: "center" },
  ".cm-panel.cm-search input[type=checkbox]": { width: "1.1rem", height: "1.1rem", accentColor: "var(--accent)" },
  ".cm-textfield": {
    font: "inherit", color: "inherit", border: "1px solid var(--soft)", background: "var(--paper)",
    width: "14rem", maxWidth: "100%",
  },
  ".cm-button": {
    font: "inherit", color: "var(--accent)", background: "none", border: "1px solid var(--accent)",
    borderRadius: "var(--round)",
  },
  ".cm-panel.cm-search [name=close]": {
    color: "var(--ink)", minHeight: "0", padding: "0 .4rem", fontSize: "1.25rem",
  },
  ".cm-diagnostic": { padding: ".4rem .6rem", fontFamily: "var(--sans)" },
  ".cm-diagnostic-error": { borderLeft: "4px solid var(--bad)" },
  ".cm-diagnostic-warning": { borderLeft: "4px solid var(--medium)" },
  ".cm-lintRange-error, .cm-lintRange-warning": {
    backgroundImage: "none", textDecoration: "underline wavy var(--bad)", textUnderlineOffset: ".2em",
  },
  ".cm-lintRange-warning": { textDecorationColor: "var(--medium)" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { font: "1rem/1.5 var(--sans)", maxHeight: "16rem" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: ".15rem .6rem" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]": {
    background: "var(--accent)", color: "var(--on-accent)",
  },
  ".cm-completionDetail": { color: "inherit", fontStyle: "normal", fontSize: ".9rem" },
});
