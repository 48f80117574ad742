// What was written and not yet acknowledged by the server, kept on this device until it is.
// Encrypted with a key that cannot be exported; without a secure address there is no key, and nothing is kept.

const DATABASE = "screener-journal";

function asked(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function opened() {
  const request = indexedDB.open(DATABASE, 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore("keys", { keyPath: "person" });
    request.result.createObjectStore("entries", { keyPath: "key" }).createIndex("person", "person");
  };
  return asked(request);
}

async function keyOf(database, person) {
  const kept = await asked(database.transaction("keys").objectStore("keys").get(person));
  if (kept) return kept.secret;
  const secret = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  const store = database.transaction("keys", "readwrite").objectStore("keys");
  try {
    await asked(store.add({ person, secret }));
    return secret;
  } catch {
    return keyOf(database, person); // another tab was quicker
  }
}

export class Journal {
  static async open(person) {
    try {
      if (!globalThis.crypto?.subtle || !globalThis.indexedDB) throw new Error("no secure address");
      const journal = new Journal(person, await opened());
      await journal.#secret();
      return journal;
    } catch {
      return new Journal(person, null);
    }
  }

  constructor(person, database) {
    this.person = person;
    this.database = database;
    this.hasFailed = false;
    this.last = Promise.resolve();
  }

  // Whether entries outlive this window.
  get isKept() {
    return Boolean(this.database) && !this.hasFailed;
  }

  // Looked up each time: a sign-out in another window deletes the key, and browsers then drop the whole database.
  async #secret() {
    try {
      return await keyOf(this.database, this.person);
    } catch {
      this.database = await opened();
      return keyOf(this.database, this.person);
    }
  }

  // One after the other: an entry that is removed must not be put back by a slower write.
  #inTurn(work) {
    const done = this.last.then(work);
    this.last = done.catch(() => {});
    return done;
  }

  async put(entry) {
    if (!this.database) return;
    try {
      await this.#inTurn(() => this.#put(entry));
      this.hasFailed = false;
    } catch {
      this.hasFailed = true; // no room, or no database any more: the window still has it
    }
  }

  remove(keys) {
    return this.#inTurn(() => this.#remove(keys));
  }

  async #put(entry) {
    const secret = await this.#secret();
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const plain = new TextEncoder().encode(JSON.stringify(entry));
    const how = { name: "AES-GCM", iv, additionalData: new TextEncoder().encode(entry.key) };
    const box = await crypto.subtle.encrypt(how, secret, plain);
    const { key, interview, window, order } = entry;
    await asked(this.#entries("readwrite").put({ key, person: this.person, interview, window, order, iv, box }));
  }

  async #remove(keys) {
    if (!this.database) return;
    const store = this.#entries("readwrite");
    await Promise.all(keys.map((key) => asked(store.delete(key))));
  }

  // This person's entries in the order in which they were written.
  async all() {
    if (!this.database) return [];
    const secret = await this.#secret();
    const rows = await asked(this.#entries("readonly").index("person").getAll(this.person));
    const entries = await Promise.all(rows.map((row) => this.#opened(row, secret)));
    return entries.filter(Boolean).sort((a, b) => a.order - b.order);
  }

  async #opened(row, secret) {
    try {
      const how = { name: "AES-GCM", iv: row.iv, additionalData: new TextEncoder().encode(row.key) };
      return JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt(how, secret, row.box)));
    } catch {
      return null; // written with a key that has been deleted since
    }
  }

  // Drop this person's entries and key, as at sign-out.
  async forget() {
    if (!this.database) return;
    const keys = await asked(this.#entries("readonly").index("person").getAllKeys(this.person));
    await this.remove(keys);
    await asked(this.database.transaction("keys", "readwrite").objectStore("keys").delete(this.person));
  }

  // The interviews on which anything is kept on this device, whoever wrote it.
  async interviews() {
    if (!this.database) return [];
    const rows = await asked(this.#entries("readonly").getAll());
    return [...new Set(rows.map((row) => row.interview))];
  }

  // Drop what is kept on an interview, whoever wrote it: the data on its candidate have been erased.
  forgetInterview(interview) {
    return this.#inTurn(async () => {
      if (!this.database) return;
      const rows = await asked(this.#entries("readonly").getAll());
      await this.#remove(rows.filter((row) => row.interview === interview).map((row) => row.key));
    });
  }

  #entries(mode) {
    return this.database.transaction("entries", mode).objectStore("entries");
  }
}

// Entries of windows that are no more. A window that lives holds a lock by its name, and sends its own.
export async function leftBehind(journal) {
  const entries = await journal.all();
  const held = entries.length && navigator.locks ? (await navigator.locks.query()).held : [];
  const alive = new Set(held.map((lock) => lock.name));
  return entries.filter((entry) => !alive.has(`screener-${entry.window}`));
}
