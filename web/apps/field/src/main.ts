import { createApp } from "vue";
import App from "./App.vue";
import { i18n } from "./i18n.ts";
import { lockWhenAway } from "./lock/away.ts";
import { router } from "./router.ts";
import { largeType } from "./shared/type.ts";
import "@hutong/ui/tokens.css";
import "./styles.css";

// Keeps the program for the days without signal; a new version takes over at the next start.
if (import.meta.env.PROD) void navigator.serviceWorker?.register("/m/sw.js", { scope: "/m/" });

largeType();
lockWhenAway(router);
createApp(App).use(i18n).use(router).mount("#app");
