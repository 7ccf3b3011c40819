import vue from "@vitejs/plugin-vue";
import { defineConfig } from "vite";
import app from "./package.json" with { type: "json" };
import { VitePWA } from "vite-plugin-pwa";

const SERVER = { target: process.env.HUTONG_SERVER ?? "http://127.0.0.1:8000", changeOrigin: false };

export default defineConfig({
  base: "/m/",
  plugins: [
    vue(),
    VitePWA({
      registerType: "prompt",
      injectRegister: false,
      // Only the program is kept by the service worker; what is said of children lies sealed in the store.
      workbox: {
        globPatterns: ["**/*.{js,css,html,svg,png,woff2}"],
        navigateFallback: "/m/index.html",
        runtimeCaching: [],
      },
      manifest: {
        name: "护童",
        short_name: "护童",
        description: "儿童主任的手机应用",
        lang: "zh-CN",
        start_url: "/m/",
        scope: "/m/",
        display: "standalone",
        background_color: "#ffffff",
        theme_color: "#1d5fa8",
        icons: [
          { src: "icon-192.png", sizes: "192x192", type: "image/png" },
          { src: "icon-512.png", sizes: "512x512", type: "image/png", purpose: "any maskable" },
        ],
      },
    }),
  ],
  // Phones of three years ago.
  build: { target: "chrome119", assetsInlineLimit: 0 },
  define: {
    __APP_VERSION__: JSON.stringify(app.version),
    __VUE_I18N_LEGACY_API__: false,
    __INTLIFY_PROD_DEVTOOLS__: false,
  },
  server: { proxy: { "/api": SERVER, "/_allauth": SERVER } },
});
