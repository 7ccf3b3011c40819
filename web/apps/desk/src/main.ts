import { createPinia } from "pinia";
import { createApp } from "vue";
import App from "./App.vue";
import { installElements } from "./elements.ts";
import { i18n } from "./i18n.ts";
import { router } from "./router.ts";
import { catchRefusals } from "./shared/refusals.ts";
import { sendToSignIn } from "./accounts/sign-in.ts";
import { carryPlace } from "./places/chosen.ts";
import "./styles.css";

const app = createApp(App);
app.use(createPinia()).use(i18n);
installElements(app);
catchRefusals(app);
sendToSignIn(router);
carryPlace(router);
app.use(router).mount("#app");
