import vue from "@vitejs/plugin-vue";
import { defineConfig } from "vite";

// The host stays as the browser sees it, for Django compares it with the origin of every write.
const SERVER = { target: process.env.HUTONG_SERVER ?? "http://127.0.0.1:8000", changeOrigin: false };

export default defineConfig({
  plugins: [vue()],
  // Inlined assets would be data: addresses, which the content security policy does not allow.
  build: { assetsInlineLimit: 0, chunkSizeWarningLimit: 900 },
  define: { __VUE_I18N_LEGACY_API__: false, __INTLIFY_PROD_DEVTOOLS__: false },
  server: { proxy: { "/api": SERVER, "/_allauth": SERVER } },
});
