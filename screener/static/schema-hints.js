// What may stand at a place of a bank file: by its JSON Schema, and the ids in the bank and in the file itself.

import { placeAt } from "./yaml-places.js";

// Which of the bank's ids a key takes.
const IDS = {
  philosophy: "philosophy", counterparts: "philosophy",
  competency: "competency", competencies: "competency", also: "competency",
  questions: "question", placement: "placement", survey: "survey", guide: "guide",
  source: "source", sources: "source", sign: "sign", behaviour: "behaviour",
};
// Which ids of the same file a key takes.
const OWN_IDS = { sign: ["signs", "*", "id"], value: ["values", "*", "id"], of: ["groups", "*", "id"] };
const ONCE = new Set(["flags,*,philosophy", "accepted,*,philosophy", "competencies,*,id"]);
const PHRASES = new Set(["patterns", "phrases", "words"]);

const NEXT = -1; // the position of an entry that a list does not have yet

// What may be written at `offset`: { from, to, options } or null. An option has a label, what it is (`detail`), what is
// written for it (`insert`), and how far before its end one goes on writing (`back`).
export function completionsAt(text, offset, schema, known) {
  const place = placeAt(text, offset);
  const { here } = place;
  if (!here) return null;
  const list = wordLists(text, offset, place, known);
  if (list) return list;
  if (here.role === "text") return null;
  const at = { text, offset, schema, known: known ?? {}, ...place };
  const options = here.role === "key" ? keyOptions(at, here.path.slice(0, -1)) : valueOptions(at);
  return options.length ? { from: here.from, to: here.to, options } : null;
}

/* Keys */

function keyOptions(at, path, lead = blank(at)) {
  const { here } = at;
  const mine = here.isNamed ? here.path.at(-1) : null;
  const taken = new Set(at.keys(path).filter((key) => key !== mine));
  const isNamed = /^\s*:/.test(at.text.slice(here.to, here.to + 40)); // only its name is changed
  const made = [];
  for (const mapping of schemasAt(at.schema, path)) {
    for (const [key, property] of Object.entries(mapping.properties ?? {})) {
      if (taken.has(key)) continue;
      const isNeeded = mapping.required?.includes(key) ?? false;
      const detail = `${kindOf(at.schema, property)}${isNeeded ? ", needed" : ""}`;
      const written = isNamed ? { insert: key } : opened(at, [...path, key], lead);
      made.push({ label: key, detail, kind: "key", isNeeded, ...written, insert: lead + written.insert });
    }
  }
  return made;
}

// A key with the beginning of its value.
function opened(at, path, lead) {
  const key = path.at(-1);
  const column = at.here.column + lead.length;
  const [value = {}] = schemasAt(at.schema, path);
  if (at.here.flow) return { insert: `${key}: ` };
  if (value.type === "array" && IDS[key]) return { insert: `${key}: []`, back: 1 };
  const deeper = `${key}:\n${" ".repeat(column + 2)}`;
  if (value.type === "array") return { insert: `${deeper}- ` };
  if (value.type === "object") return { insert: deeper };
  return { insert: `${key}: ` };
}

/* Values */

function valueOptions(at) {
  const { here } = at;
  const schemas = schemasAt(at.schema, here.path);
  const isEmpty = here.to === here.from;
  const own = (values) => values.map((value) => valueOption(at, value));
  const made = [];
  for (const schema of schemas) {
    if (schema.enum) made.push(...own(schema.enum));
    else if (schema.type === "boolean") made.push(...own([true, false]));
    else if (schema.type === "string") made.push(...own(idsAt(at, here.path)));
    else if (schema.type === "array" && (isEmpty || here.isBelow)) made.push(...listOptions(at, schema));
    else if (schema.type === "object" && mayBegin(at)) made.push(...keyOptions(at, here.path));
  }
  return made;
}

// A group of keys begins below its key or after a dash, not beside its key.
function mayBegin({ here }) {
  return !here.flow && !here.quoted && (here.isBelow || typeof here.path.at(-1) === "number");
}

function listOptions(at, schema) {
  const { here } = at;
  if (here.flow) return [];
  const entry = [...here.path, NEXT];
  const ids = idsAt(at, entry);
  const items = alternatives(at.schema, schema.items ?? {});
  if (here.isBelow) {
    const groups = items.filter((item) => item.type === "object");
    return [...ids.map((id) => valueOption(at, id, "- ")), ...groups.flatMap(() => keyOptions(at, entry, "- "))];
  }
  return ids.map((id) => {
    const { insert, ...option } = valueOption({ ...at, here: { ...here, flow: true } }, id);
    return { ...option, insert: `${blank(at)}[${insert.trim()}]`, back: 1 };
  });
}

// What a key's or a list's strings are the ids of, without those that the list holds already.
function idsAt(at, path) {
  const isEntry = typeof path.at(-1) === "number";
  let key = isEntry ? path.at(-2) : path.at(-1);
  if (key === "id" && path.at(-3) === "competencies") key = "competencies";
  const inList = isEntry || ONCE.has(path.join().replace(/\d+/, "*")); // each stands there once
  const held = inList ? at.values(path.map((part) => (typeof part === "number" ? "*" : part))) : [];
  const mine = at.text.slice(at.here.from, at.here.to).replace(/^(["'])(.*)\1$/, "$2");
  const own = OWN_IDS[key] ? at.values(OWN_IDS[key]) : [];
  if (own.length && key === "value") own.push("none");
  const ids = own.length ? own : (at.known[IDS[key]] ?? []);
  return [...new Set(ids)].filter((id) => id === mine || !held.includes(id));
}

function valueOption(at, value, lead = blank(at)) {
  const written = String(value);
  const isPlain = at.here.flow ? /^\w[^:#,[\]{}]*$/.test(written) : /^\w([^:#]|:(?! |$)|(?<! )#)*$/.test(written);
  const quoted = at.here.quoted || !isPlain ? `"${written.replace(/["\\]/g, "\\$&")}"` : written;
  return { label: written, detail: "", kind: "value", insert: `${lead}${quoted}` };
}

// Between a colon and its value.
function blank({ text, here }) {
  return /[:,-]/.test(text[here.from - 1] ?? "") ? " " : "";
}

/* Word lists in phrases */

function wordLists(text, offset, { here, keys }, known) {
  if (here.role !== "value" || here.flow || !here.path.some((part) => PHRASES.has(part))) return null;
  const written = /\{([a-z0-9-]*)$/.exec(text.slice(here.from, offset));
  if (!written) return null;
  const names = new Set([...keys(["words"]), ...keys(["lists"]), ...(known?.["word list"] ?? []), "number"]);
  const rest = /^[a-z0-9-]*/.exec(text.slice(offset))[0].length;
  const isClosed = text[offset + rest] === "}";
  const end = isClosed ? "" : "}";
  const options = [...names].map((name) => ({ label: name, detail: "word list", kind: "value", insert: name + end }));
  return { from: offset - written[1].length, to: offset + rest, options };
}

/* The schema */

// What the schema says of a key and its value, as lines of plain English: { from, to, key, lines }, or null.
export function hintAt(text, offset, schema) {
  const { here } = placeAt(text, offset);
  if (!here) return null;
  const path = here.path.slice(0, here.path.findLastIndex((part) => typeof part === "string") + 1);
  const key = path.at(-1);
  const holders = schemasAt(schema, path.slice(0, -1));
  const holder = holders.find((one) => one.properties?.[key]);
  if (!holder) return null;
  const found = holder.properties[key];
  const isNeeded = holder.required?.includes(key) ?? false;
  const lines = [`${capital(kindOf(schema, found))}${isNeeded ? ", needed" : ""}.`];
  for (const one of alternatives(schema, found)) lines.push(...details(schema, one));
  if (found.default !== undefined && isShown(found.default)) lines.push(`If left out: ${found.default}.`);
  const said = [found.description, ...alternatives(schema, found).map((one) => one.description)].find(Boolean);
  if (said) lines.push(said);
  return { from: here.from, to: here.to, key, lines };
}

function isShown(value) {
  return value !== null && typeof value !== "object";
}

function details(schema, one) {
  if (one.enum) return [`Allowed: ${one.enum.join(", ")}.`];
  if (one.type === "array") return alternatives(schema, one.items ?? {}).flatMap((item) => listed(schema, one, item));
  return [];
}

function listed(schema, list, item) {
  const most = list.maxItems ? `at most ${list.maxItems}` : "";
  const least = list.minItems ? `at least ${list.minItems}` : "";
  const size = [least, most].filter(Boolean).join(", ");
  const keys = Object.keys(item.properties ?? {}).join(", ");
  const entry = keys ? `Each with ${keys}.` : `Each: ${kindOf(schema, item)}.`;
  return [entry, ...(item.enum ? details(schema, item) : []), ...(size ? [`${capital(size)}.`] : [])];
}

function kindOf(schema, node) {
  const kinds = new Set(alternatives(schema, node).map(kindOfOne));
  return [...kinds].join(" or ") || "text";
}

function kindOfOne(one) {
  if (one.enum) return "one word of several";
  if (one.type === "boolean") return "true or false";
  if (one.type === "integer") return `whole number${range(one)}`;
  if (one.type === "number") return `number${range(one)}`;
  if (one.type === "array") return "list";
  if (one.type === "object") return "group of keys";
  if (one.pattern) return "id";
  return `text${one.maxLength ? `, up to ${one.maxLength.toLocaleString("en-GB")} characters` : ""}`;
}

function range({ minimum, maximum, exclusiveMinimum: over }) {
  if (minimum !== undefined && maximum !== undefined) return ` from ${minimum} to ${maximum}`;
  if (minimum !== undefined) return ` from ${minimum}`;
  if (over !== undefined) return ` over ${over}`;
  return maximum === undefined ? "" : ` up to ${maximum}`;
}

function capital(words) {
  return words.slice(0, 1).toUpperCase() + words.slice(1);
}

function schemasAt(schema, path) {
  let found = alternatives(schema, schema);
  for (const part of path) found = found.flatMap((one) => alternatives(schema, below(one, part)));
  return found;
}

function below(one, part) {
  if (typeof part === "number") return one.items;
  if (one.properties && Object.hasOwn(one.properties, part)) return one.properties[part];
  const pattern = Object.keys(one.patternProperties ?? {}).find((expression) => new RegExp(expression).test(part));
  if (pattern) return one.patternProperties[pattern];
  return typeof one.additionalProperties === "object" ? one.additionalProperties : undefined;
}

// A schema with its references followed, as one for each of its alternatives; null is none.
function alternatives(schema, node) {
  if (!node) return [];
  if (node.$ref) return alternatives(schema, { ...named(schema, node.$ref), ...without(node, "$ref") });
  const several = node.anyOf ?? node.oneOf;
  if (several) return several.flatMap((one) => alternatives(schema, one));
  if (node.allOf?.length === 1) return alternatives(schema, { ...node.allOf[0], ...without(node, "allOf") });
  return node.type === "null" ? [] : [node];
}

function named(schema, reference) {
  return reference.split("/").slice(1).reduce((node, part) => node?.[part], schema) ?? {};
}

function without(node, key) {
  const { [key]: _, ...rest } = node;
  return rest;
}
