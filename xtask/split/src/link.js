// Fetches the chunks. Put together with the bindings when the app is built; `SHARED` and the loaders at the end are filled in.
import { bring, wasm } from './app.js';

let shared;
function imports() {
  if (!shared) shared = { __wasm_split: SHARED(wasm) };
  return shared;
}

const parts = {};
function part(name) {
  if (!parts[name]) {
    const url = new URL(name, import.meta.url);
    const under = { css: sheet, js: script }[name.split('.').pop()]?.(url) || pack(url);
    // What failed is fetched anew at the next try.
    under.catch(() => delete parts[name]);
    parts[name] = under;
  }
  return parts[name];
}

// Several modules in one file, each after its length.
async function pack(url) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  const bytes = await response.arrayBuffer();
  const view = new DataView(bytes);
  const modules = [];
  for (let at = 0; at < bytes.byteLength; ) {
    const length = view.getUint32(at, true);
    modules.push(WebAssembly.instantiate(new Uint8Array(bytes, at + 4, length), imports()));
    at += 4 + length;
  }
  return Promise.all(modules);
}

// The bindings that no first screen calls. A module that failed to come would stay failed under its address.
let tries = 0;
async function script(url) {
  if (tries) url.search = tries;
  tries += 1;
  bring((await import(url)).default);
}

function sheet(url) {
  return new Promise((done, failed) => {
    const link = document.createElement('link');
    link.rel = 'stylesheet';
    link.href = url;
    link.onload = done;
    link.onerror = () => {
      link.remove();
      failed(new Error(url));
    };
    document.head.appendChild(link);
  });
}

// The shared packs of a chunk, by the bits of a number.
function shares(bits) {
  const names = [];
  for (let nth = 0; bits >> BigInt(nth); nth += 1) {
    if ((bits >> BigInt(nth)) & 1n) names.push(`shared${nth}.pack`);
  }
  return names;
}

// What the program calls: it gives the place in its table of the function that wants to know, and what to tell it.
const load = (own, shared) => async (told, data) => {
  let here = false;
  try {
    await Promise.all([...own, ...shares(shared), 'late.js'].map(part));
    here = true;
  } catch (error) {
    console.error(error);
  }
  imports().__wasm_split.__indirect_function_table.get(told)(data, here);
};

