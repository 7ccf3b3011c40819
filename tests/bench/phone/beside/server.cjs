// PouchDB's half of the comparison: its own server with its own store in a folder; prints its port.
const express = require("express");
const PouchDB = require("pouchdb");
const { mkdirSync } = require("node:fs");

mkdirSync("store");
const Stored = PouchDB.defaults({ prefix: "store/" });
const app = express();
app.get("/page", (_, answer) => answer.type("html").send('<script src="/pouchdb.js"></script>'));
app.get("/pouchdb.js", (_, answer) => answer.sendFile(`${__dirname}/node_modules/pouchdb/dist/pouchdb.min.js`));
app.use("/db", require("express-pouchdb")(Stored, { mode: "minimumForPouchDB", logPath: "log.txt", configPath: "config.json" }));
const server = app.listen(0, "127.0.0.1", () => console.log(server.address().port));
