import vue from "@vitejs/plugin-vue";
import { defineConfig } from "vitest/config";

// Screens stand in a document that happy-dom plays (`// @vitest-environment happy-dom`); all else runs as Node has it.
export default defineConfig({
  plugins: [vue()],
  define: { __VUE_I18N_LEGACY_API__: false, __INTLIFY_PROD_DEVTOOLS__: false },
  test: {
    include: ["packages/*/tests/*.test.ts", "apps/*/tests/*.test.ts"],
    setupFiles: ["apps/desk/tests/setup.ts"],
    maxWorkers: 2,
    // A guess at a PIN is dear on purpose, and two cores may be busy.
    testTimeout: 60_000,
    // Element Plus brings its styles as files of a package, which Node cannot read.
    server: { deps: { inline: ["element-plus"] } },
  },
});
