// Puts a copy of another browser's stores (copying.js) into this one.
async (copy) => {
  const read = (one) => {
    if ("bytes" in one) return new Uint8Array(one.bytes);
    if ("buffer" in one) return new Uint8Array(one.buffer).buffer;
    if ("parts" in one) return Object.fromEntries(Object.entries(one.parts).map(([name, part]) => [name, read(part)]));
    return one.hidden ? crypto.getRandomValues(new Uint8Array(32)) : one.plain;
  };
  for (const [name, value] of Object.entries(copy.local)) localStorage.setItem(name, value);
  for (const { name, version, stores } of copy.databases) {
    await new Promise((yes, no) => {
      const request = indexedDB.open(name, version);
      request.onupgradeneeded = () => {
        for (const { store, keyPath, autoIncrement } of stores) request.result.createObjectStore(store, { keyPath, autoIncrement });
      };
      request.onerror = () => no(request.error);
      request.onsuccess = () => {
        const database = request.result;
        const writing = database.transaction(stores.map((one) => one.store), "readwrite");
        for (const { store, rows } of stores) for (const row of rows) writing.objectStore(store).put(read(row));
        writing.oncomplete = () => (database.close(), yes());
        writing.onerror = () => no(writing.error);
      };
    });
  }
};
