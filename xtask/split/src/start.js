let late;
const bring = (bindings) => {
  late = bindings;
};
// The program asks for all that it imports when it starts; what is not there yet is looked up when it is called.
const bound = (bindings, name) => bindings[name] || ((...given) => late[name](...given));

export default async function start({ module_or_path }) {
  const module = await module_or_path;
  return __wbg_finalize_init(await WebAssembly.instantiate(module, __wbg_get_imports()), module);
}
export { bring, wasm };
