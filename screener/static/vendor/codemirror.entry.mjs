// What codemirror-*.min.js is made of; README.md says how.

export { Compartment, EditorState, Prec } from "@codemirror/state";
export {
  Decoration, EditorView, ViewPlugin, activateHover, closeHoverTooltips, hasHoverTooltips, highlightActiveLine,
  highlightActiveLineGutter, highlightSpecialChars, hoverTooltip, keymap, lineNumbers,
} from "@codemirror/view";
export { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
export { HighlightStyle, bracketMatching, indentUnit, syntaxHighlighting } from "@codemirror/language";
export { search, searchKeymap } from "@codemirror/search";
export { lintGutter, nextDiagnostic, previousDiagnostic, setDiagnostics } from "@codemirror/lint";
export { autocompletion, pickedCompletion } from "@codemirror/autocomplete";
export { yaml } from "@codemirror/lang-yaml";
export { tags } from "@lezer/highlight";
