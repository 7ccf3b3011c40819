import { createApp } from "vue";
import App from "./App.vue";
import { i18n } from "./i18n.ts";
import { lockWhenAway } from "./lock/away.ts";
import { readyToReport } from "./phone/reports.ts";
import { router } from "./router.ts";
import { keepProgram, tellFailures } from "./shared/told.ts";
import { largeType } from "./shared/type.ts";
import "@hutong/ui/tokens.css";
import "./styles.css";

if (import.meta.env.PROD) void keepProgram("/m/sw.js", "/m/");

largeType();
void readyToReport();
lockWhenAway(router);
const app = createApp(App).use(i18n).use(router);
tellFailures(app);
app.mount("#app");
