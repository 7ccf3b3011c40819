/// <reference types="vite/client" />
import "vue-router";

declare module "vue-router" {
  interface RouteMeta {
    /** Open to somebody who is not signed in. */
    open?: boolean;
    /** Key of the page's title in the locale files. */
    title?: string;
    /** The page shows the place chosen in the top bar, so its address names it. */
    placed?: boolean;
  }
}
