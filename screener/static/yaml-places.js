// Where one stands in a YAML file: the keys from its beginning to a place. What is half written is read too, by the columns
// in which lines begin: a parser would give up there.

const KEY = /^(?:"([^"\\]*)"|'([^']*)'|([^\s\-?:,[\]{}#&*!|>'"%@`][^#]*?|-[^\s][^#]*?))\s*:(?=\s|$)/;
const HALF_A_KEY = /^[\w-]*$/;

// `here`, the place at an offset, null in a comment: its `path`, its `role` (key, value, or text, which is a block of prose),
// `from` and `to` of what stands there, the `column` it begins in, and whether it is `quoted`, in `flow` ({…} or […]), a key
// that `isNamed` (has its colon) or a value that `isBelow` its key. With it `keys(path)` of a mapping and `values(path)`,
// where `*` stands for any position in a list.
export function placeAt(text, offset) {
  const reading = new Reading(text, offset);
  return {
    here: reading.here,
    keys: (path) => reading.mappings.get(path.join("\n")) ?? [],
    values: (path) => reading.values.filter((value) => fits(value.path, path)).map((value) => textOf(text, value)),
  };
}

function fits(path, pattern) {
  const isAlike = (part, i) => part === path[i] || (part === "*" && typeof path[i] === "number");
  return path.length === pattern.length && pattern.every(isAlike);
}

function textOf(text, { from, to, quoted }) {
  return quoted ? text.slice(from + 1, to - 1) : text.slice(from, to);
}

class Reading {
  constructor(text, offset) {
    Object.assign(this, { text, offset, here: null, mappings: new Map(), values: [] });
    this.frames = []; // block mappings and sequences around the line: kind, indent, path, key or index
    this.flow = []; // the same within {…} and […]
    this.tail = null; // a word within […] or {…} that may go on in the next line
    this.scalar = null; // one that goes on in the next line: its token, what ends it, the indent that it must exceed
    for (let start = 0; start <= text.length; ) {
      const found = text.indexOf("\n", start);
      const end = found < 0 ? text.length : found;
      this.#line(start, end);
      start = end + 1;
    }
  }

  #line(start, end) {
    let pos = start;
    while (pos < end && this.text[pos] === " ") pos++;
    const isBlank = !this.text.slice(pos, end).trim();
    const isHere = this.offset >= start && this.offset <= end;
    const column = isBlank && isHere ? this.offset - start : pos - start;
    if (this.scalar && this.#goesOn(start, pos, end, column)) return;
    if (this.flow.length && this.#staysInFlow(pos, column, isBlank)) return this.#flowLine(pos, end);
    this.flow = [];
    if (isBlank && isHere) this.#block(this.offset, end, column);
    else if (!isBlank && this.text[pos] !== "#") this.#block(pos, end, column);
  }

  // Tell whether the line belongs to the scalar before it, and read it so.
  #goesOn(start, pos, end, column) {
    const { token, mark, indent } = this.scalar;
    const isBlank = !this.text.slice(pos, end).trim();
    const isDeeper = column > indent;
    const isOn = isDeeper || (isBlank && !this.#isWithin(start, end));
    const isKey = mark === "plain" && (KEY.test(this.text.slice(pos, end)) || this.text[pos] === "#");
    if (!isOn || isKey) {
      this.scalar = null;
      return false;
    }
    if (this.#isWithin(start, end)) this.here = token;
    if (!isBlank) token.to = end;
    if (mark === "plain" || mark === "block") return true;
    const close = closing(this.text, pos, end, mark);
    if (close < 0) return true;
    token.to = close + 1;
    if (this.here === token && this.offset > token.to) this.here = null;
    this.scalar = null;
    if (this.flow.length) this.#flowLine(close + 1, end);
    return true;
  }

  #isWithin(from, to) {
    return this.offset >= from && this.offset <= to;
  }

  #staysInFlow(pos, column, isBlank) {
    return isBlank || column > this.flow[0].indent || "]}".includes(this.text[pos]);
  }

  /* Blocks */

  get #top() {
    return this.frames.at(-1);
  }

  #below() {
    return below(this.#top);
  }

  #block(pos, end, column) {
    const hasDash = () => /^-(\s|$)/.test(this.text.slice(pos, Math.min(end, pos + 2)));
    let isDash = hasDash();
    while (this.#top && this.#endsBefore(column, isDash)) this.frames.pop();
    let isItem = false;
    while (isDash) {
      if (this.#top?.kind === "list" && this.#top.indent === column) this.#top.index++;
      else this.frames.push({ kind: "list", indent: column, path: this.#below(), index: 0 });
      let next = pos + 1;
      while (next < end && this.text[next] === " ") next++;
      if (next === end && this.#isWithin(pos + 1, end)) next = this.offset;
      column += next - pos;
      pos = next;
      isItem = true;
      isDash = hasDash();
    }
    const key = KEY.exec(this.text.slice(pos, end));
    if (key) return this.#pair(key, pos, end, column);
    const map = this.#top?.kind === "map" ? this.#top : null;
    if (!isItem && (!this.#top || map?.indent === column) && HALF_A_KEY.test(this.text.slice(pos, end).trim())) {
      return this.#token({ role: "key", path: [...(map?.path ?? []), ""] }, pos, end, column);
    }
    if (this.#top) this.#value(pos, end, column, !isItem);
  }

  #endsBefore(column, isDash) {
    const { kind, indent } = this.#top;
    return indent > column || (indent === column && kind === "list" && !isDash);
  }

  #pair(key, pos, end, column) {
    if (this.#top?.kind !== "map" || this.#top.indent !== column) {
      this.frames.push({ kind: "map", indent: column, path: this.#below() });
    }
    const map = this.#top;
    map.key = key[1] ?? key[2] ?? key[3];
    this.#named(map);
    const written = key[0].replace(/\s*:$/, "");
    this.#note({ role: "key", path: this.#below(), from: pos, to: pos + written.length, column, isNamed: true });
    this.#value(pos + key[0].length, end, column + key[0].length, false);
  }

  #named({ path, key }) {
    const at = path.join("\n");
    this.mappings.set(at, [...(this.mappings.get(at) ?? []), key]);
  }

  #value(pos, end, column, isBelow) {
    const after = pos;
    while (pos < end && this.text[pos] === " ") pos++;
    if (this.text[pos] === "#" && pos < end) {
      const { offset } = this;
      if (this.#isWithin(after, pos - 1)) this.here = { role: "value", path: this.#below(), from: offset, to: offset, column };
      return;
    }
    if (pos === end && this.#isWithin(after, end)) pos = this.offset;
    this.#token({ role: "value", path: this.#below(), isBelow }, pos, end, column + pos - after);
  }

  // A value that begins here. It may go on in the lines that follow.
  #token(known, pos, end, column) {
    const first = pos < end ? this.text[pos] : "";
    const { indent } = this.#top ?? { indent: -1 };
    const token = { ...known, from: pos, to: end, column };
    if (first === "{" || first === "[") {
      this.#open(first, token.path, indent);
      return this.#flowLine(pos + 1, end);
    }
    if (first === "|" || first === ">") {
      this.scalar = { token: { ...token, role: "text", from: end }, mark: "block", indent };
      return;
    }
    if (first === '"' || first === "'") return this.#quoted({ ...token, quoted: true }, end, first, indent);
    const comment = this.text.slice(pos, end).search(/\s+(#|$)/);
    token.to = comment < 0 ? end : pos + comment;
    this.#note(token);
    if (token.to > pos && token.role === "value") this.scalar = { token, mark: "plain", indent };
  }

  #quoted(token, end, mark, indent) {
    const close = closing(this.text, token.from + 1, end, mark);
    token.to = close < 0 ? end : close + 1;
    this.#note(token);
    if (close < 0) this.scalar = { token, mark, indent };
    return close < 0 ? end : close + 1;
  }

  #note(token) {
    if (token.role === "value" && token.to > token.from) this.values.push(token);
    if (this.#isWithin(token.from, token.to)) this.here = token;
  }

  /* Flow */

  #open(bracket, path, indent) {
    this.flow.push(bracket === "{" ? { kind: "map", path, indent, key: null } : { kind: "list", path, indent, index: 0 });
  }

  #flowLine(pos, end) {
    while (this.flow.length) {
      const top = this.flow.at(-1);
      const isBlank = pos === end || /[\s,\]}:]/.test(this.text[pos]);
      if (isBlank && pos === this.offset && this.here?.to !== pos) this.#note({ ...this.#inFlow(top), from: pos, to: pos });
      if (pos >= end || (this.text[pos] === "#" && this.text[pos - 1] === " ")) return;
      pos = this.#flowStep(top, pos, end);
    }
  }

  #flowStep(top, pos, end) {
    const sign = this.text[pos];
    if (/[,[\]{}:]/.test(sign)) this.tail = null;
    if (sign === "{" || sign === "[") this.#open(sign, below(top), top.indent);
    else if (sign === "}" || sign === "]") this.flow.pop();
    else if (sign === "," && top.kind === "list") top.index++;
    else if (sign === ",") top.key = null;
    else if (!/[\s:]/.test(sign)) return this.#flowToken(top, pos, end);
    return pos + 1;
  }

  #inFlow(top) {
    const isKey = top.kind === "map" && top.key === null;
    return { role: isKey ? "key" : "value", path: isKey ? [...top.path, ""] : below(top), flow: true };
  }

  #flowToken(top, pos, end) {
    const token = { ...this.#inFlow(top), from: pos };
    const sign = this.text[pos];
    if (sign === '"' || sign === "'") return this.#quoted({ ...token, quoted: true }, end, sign, top.indent);
    const length = this.text.slice(pos, end).search(/\s*([,[\]{}]|:(\s|$)|\s#|$)/);
    token.to = pos + Math.max(length, 1);
    if (this.tail && token.role === "value") return this.#lengthen(token.to);
    if (token.role === "key" && /^\s*:/.test(this.text.slice(token.to, end))) {
      top.key = this.text.slice(pos, token.to);
      this.#named(top);
      Object.assign(token, { path: below(top), isNamed: true });
    }
    this.#note(token);
    if (token.to === end && token.role === "value") this.tail = token;
    return token.to;
  }

  // A word that goes on from the line before.
  #lengthen(to) {
    this.tail.to = to;
    if (this.#isWithin(this.tail.from, to)) this.here = this.tail;
    return to;
  }
}

function below(frame) {
  if (!frame) return [];
  return [...frame.path, frame.kind === "map" ? frame.key : frame.index];
}

// Where a quoted text ends; -1 if not before `end`.
function closing(text, pos, end, mark) {
  for (; pos < end; pos++) {
    if (mark === '"' && text[pos] === "\\") pos++;
    else if (text[pos] === mark && mark === "'" && text[pos + 1] === mark) pos++;
    else if (text[pos] === mark) return pos;
  }
  return -1;
}
