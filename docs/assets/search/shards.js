/**
 * The search data on the host -> text and postings in memory. Everything is compressed; nothing is fetched twice.
 * The format is written down on the site: search-format/.
 */

import { Folding, decode } from "./fold.js";
import { Shard } from "./match.js";

/** @typedef {{folder: string, first: number, articles: number, whole: boolean, shards: number[], buckets?: number, character_buckets?: number}} Volume */
/** @typedef {{suggest: string, volumes: Volume[], without?: import("./rank.js").Tables["without"], within?: import("./rank.js").Tables["within"]}} Manifest */

const FORMAT = 1;
const ONE = 208;
const ESCAPE = 255;
const PATIENCE = 20_000;
const CHARACTERS_KEPT = 8_000_000;

/** A part of the library that could not be loaded. */
export class PartError extends Error {
  /** @param {string} name @param {"missing" | "network" | "corrupt" | "slow" | "format"} reason */
  constructor(name, reason) {
    super(`${name}: ${reason}`);
    this.name = "PartError";
    this.part = name;
    this.reason = reason;
  }
}

export class Library {
  /** @param {string} base address of the folder of the search data, ending in a slash */
  constructor(base) {
    this.base = base;
    /** @type {Map<string, Promise<any>>} */
    this.loaded = new Map();
    /** @type {Map<string, number>} shards in memory, the least recently used first, with their length */
    this.kept = new Map();
    /** @type {Manifest | null} */
    this.manifest = null;
    this.signature = "";
  }

  /** Load the manifest and the tables. @param {boolean} fresh pass over the browser's cache */
  async open(fresh = false) {
    const text = await this.#text("library.json", fresh);
    const entrance = parse(text, "library.json");
    if (entrance?.format !== FORMAT) throw new PartError("library.json", "format");
    const core = await this.json(entrance.core);
    this.folding = new Folding(core);
    this.alphabet = Uint32Array.from(Array.from(core.alphabet), (/** @type {string} */ char) => char.codePointAt(0) ?? 0);
    this.manifest = core;
    this.signature = text;
    return this;
  }

  /** Whether the host now has another library than the one that was opened. */
  async replaced() {
    return (await this.#text("library.json", true)) !== this.signature;
  }

  /** Whether it is so small that all of it is fetched at once. */
  get whole() {
    return !!this.manifest?.volumes.every((volume) => volume.whole);
  }

  /** @param {Volume} volume @param {number} number @returns {Promise<Shard>} */
  shard(volume, number) {
    const name = `${volume.folder}/t${number}.bin`;
    return this.#once(name, async () => {
      const data = await this.#bytes(name);
      const { value: length, next } = varint(data, 0);
      const head = parse(UTF8.decode(data.subarray(next, next + length)), name);
      if (head.number !== number) throw new PartError(name, "corrupt");
      const text = this.#decode(data.subarray(next + length));
      const shard = new Shard(head.articles, text, /** @type {Folding} */ (this.folding), volume.first + volume.shards[number]);
      this.#keep(name, text.length);
      return shard;
    });
  }

  /** The shard that holds an article. @param {number} article its place in the library @returns {Promise<Shard>} */
  shardOf(article) {
    const volumes = this.manifest?.volumes ?? [];
    const volume = volumes[volumes.findLastIndex(({ first }) => first <= article)];
    return this.shard(volume, volume.shards.findLastIndex((first) => volume.first + first <= article));
  }

  /** The articles (numbers within the volume) that hold the two folded characters. @param {Volume} volume @param {number} first @param {number} second @returns {Promise<Int32Array>} */
  async posting(volume, first, second) {
    const bucket = (first * 40503 + second * 10007) % (volume.buckets ?? 1);
    const name = `${volume.folder}/p${bucket}.bin`;
    const entries = await this.#once(name, async () => postings(await this.#bytes(name)));
    return entries.get(pairKey(first, second)) ?? new Int32Array(0);
  }

  /** What is known of one folded character. @param {Volume} volume @param {number} rank */
  async character(volume, rank) {
    const bucket = rank % (volume.character_buckets ?? 1);
    const name = `${volume.folder}/c${bucket}.bin`;
    const entries = await this.#once(name, async () => characters(await this.#bytes(name)));
    return entries.get(rank) ?? { body: 0, elsewhere: 0, articles: 0, shards: [] };
  }

  /** Rank of each folded character, in the order in which the alphabet leads to them. */
  get ranks() {
    if (!this._ranks) {
      /** @type {Map<string, number>} */ const ranks = new Map();
      for (const code of this.alphabet ?? []) {
        for (const char of this.folding?.text(String.fromCodePoint(code)) ?? "") if (!ranks.has(char)) ranks.set(char, ranks.size);
      }
      /** @type {Map<string, number> | undefined} */
      this._ranks = ranks;
    }
    return this._ranks;
  }

  /** A compressed JSON file beside the manifest. @param {string} name */
  json(name) {
    return this.#once(name, async () => parse(UTF8.decode(await this.#bytes(name)), name));
  }

  /** @param {string} name @param {() => Promise<any>} make @returns {Promise<any>} */
  #once(name, make) {
    let promise = this.loaded.get(name);
    if (!promise) {
      promise = make();
      this.loaded.set(name, promise);
      // A part that failed is asked for again by the next search.
      promise.catch(() => this.loaded.delete(name));
    } else if (this.kept.has(name)) this.#keep(name, this.kept.get(name) ?? 0);
    return promise;
  }

  /** Remember the use of a shard, and let the longest unused go. @param {string} name @param {number} length */
  #keep(name, length) {
    this.kept.delete(name);
    this.kept.set(name, length);
    let total = 0;
    for (const size of this.kept.values()) total += size;
    for (const [other, size] of this.kept) {
      if (total <= CHARACTERS_KEPT || other === name) break;
      this.kept.delete(other);
      this.loaded.delete(other);
      total -= size;
    }
  }

  /** @param {string} name @param {boolean} fresh */
  async #text(name, fresh) {
    return UTF8.decode(await request(this.base, name, fresh ? "reload" : "no-cache"));
  }

  /** @param {string} name @returns {Promise<Uint8Array>} */
  async #bytes(name) {
    try {
      return await unpacked(name, await request(this.base, name, "default"));
    } catch (error) {
      if (!(error instanceof PartError) || (error.reason !== "missing" && error.reason !== "corrupt")) throw error;
      // It may be the browser's cache that keeps a broken answer.
      return unpacked(name, await request(this.base, name, "reload"));
    }
  }

  /** @param {Uint8Array} data @returns {string} */
  #decode(data) {
    const alphabet = /** @type {Uint32Array} */ (this.alphabet);
    const out = new Uint16Array(data.length * 2);
    let length = 0;
    for (let i = 0; i < data.length; i++) {
      const byte = data[i];
      let code;
      if (byte < ONE) code = alphabet[byte];
      else if (byte < ESCAPE) code = alphabet[ONE + (byte - ONE) * 256 + data[++i]];
      else {
        code = (data[i + 1] << 16) | (data[i + 2] << 8) | data[i + 3];
        i += 3;
      }
      if (code < 0x10000) out[length++] = code;
      else {
        out[length++] = 0xd800 + ((code - 0x10000) >> 10);
        out[length++] = 0xdc00 + ((code - 0x10000) & 1023);
      }
    }
    return decode(out.subarray(0, length));
  }
}

const UTF8 = new TextDecoder();

/** @param {string} base @param {string} name @param {RequestCache} cache @returns {Promise<ArrayBuffer>} */
async function request(base, name, cache) {
  let response;
  let data;
  try {
    response = await fetch(base + name, { cache, signal: AbortSignal.timeout(PATIENCE) });
    data = await response.arrayBuffer();
  } catch (error) {
    throw new PartError(name, error instanceof DOMException && error.name === "TimeoutError" ? "slow" : "network");
  }
  if (response.status === 404) throw new PartError(name, "missing");
  if (!response.ok) throw new PartError(name, "network");
  return data;
}

/** @param {string} name @param {ArrayBuffer} data @returns {Promise<Uint8Array>} */
async function unpacked(name, data) {
  try {
    const stream = new Blob([data]).stream().pipeThrough(new DecompressionStream("gzip"));
    return new Uint8Array(await new Response(stream).arrayBuffer());
  } catch {
    throw new PartError(name, "corrupt");
  }
}

/** @param {string} text @param {string} name */
function parse(text, name) {
  try {
    return JSON.parse(text);
  } catch {
    throw new PartError(name, "corrupt");
  }
}

/** Two characters as one number. @param {number} first @param {number} second ranks @returns {number} */
export function pairKey(first, second) {
  return first * 0x200000 + second;
}

/** @param {Uint8Array} data @param {number} at */
function varint(data, at) {
  let value = 0;
  let scale = 1;
  let next = at;
  for (;;) {
    const byte = data[next++];
    value += (byte & 127) * scale;
    if (byte < 128 || byte === undefined) return { value, next };
    scale *= 128;
  }
}

/** @param {Uint8Array} data @returns {number[]} */
function varints(data) {
  /** @type {number[]} */ const numbers = [];
  let value = 0;
  let scale = 1;
  for (const byte of data) {
    value += (byte & 127) * scale;
    if (byte < 128) {
      numbers.push(value);
      value = 0;
      scale = 1;
    } else scale *= 128;
  }
  return numbers;
}

/** @param {Uint8Array} data @returns {Map<number, Int32Array>} */
function postings(data) {
  const numbers = varints(data);
  const entries = new Map();
  for (let i = 0; i < numbers.length; ) {
    const key = pairKey(numbers[i], numbers[i + 1]);
    const count = numbers[i + 2];
    i += 3;
    const list = new Int32Array(count);
    for (let j = 0, at = 0; j < count; j++) list[j] = at += numbers[i++];
    entries.set(key, list);
  }
  return entries;
}

/** @param {Uint8Array} data */
function characters(data) {
  const numbers = varints(data);
  const entries = new Map();
  for (let i = 0; i < numbers.length; ) {
    const [rank, body, elsewhere, articles, count] = numbers.slice(i, i + 5);
    i += 5;
    const shards = [];
    for (let j = 0, at = 0; j < count; j++) shards.push((at += numbers[i++]));
    entries.set(rank, { body, elsewhere, articles, shards });
  }
  return entries;
}
