// All that a script finds in this origin's stores, as it can be written out; a key that cannot be read out is not in it.
async () => {
  const done = (request) => new Promise((yes, no) => ((request.onsuccess = () => yes(request.result)), (request.onerror = () => no(request.error))));
  const written = async (value) => {
    if (value instanceof CryptoKey) {
      return crypto.subtle.exportKey("raw", value).then(
        (raw) => ({ bytes: [...new Uint8Array(raw)] }),
        () => ({ hidden: true }),
      );
    }
    if (value instanceof ArrayBuffer) return { buffer: [...new Uint8Array(value)] };
    if (ArrayBuffer.isView(value)) return { bytes: [...value] };
    if (value === null || typeof value !== "object") return { plain: value };
    const parts = await Promise.all(Object.entries(value).map(async ([name, one]) => [name, await written(one)]));
    return { parts: Object.fromEntries(parts) };
  };
  const found = { local: { ...localStorage }, databases: [] };
  for (const { name, version } of await indexedDB.databases()) {
    const database = await done(indexedDB.open(name));
    const stores = [];
    for (const store of database.objectStoreNames) {
      const table = database.transaction(store).objectStore(store);
      const { keyPath, autoIncrement } = table;
      stores.push({ store, keyPath, autoIncrement, rows: await Promise.all((await done(table.getAll())).map(written)) });
    }
    database.close();
    found.databases.push({ name, version, stores });
  }
  return found;
};
