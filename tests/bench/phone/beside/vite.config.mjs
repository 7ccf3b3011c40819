export default {
  configFile: false,
  root: import.meta.dirname,
  logLevel: "error",
  build: {
    target: "chrome119",
    lib: { entry: "hutong.ts", formats: ["iife"], name: "hutong", fileName: () => "hutong.js" },
  },
};
