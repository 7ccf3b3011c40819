import { ElMessageBox } from "element-plus";
import { onBeforeUnmount, onMounted, type Ref } from "vue";
import { onBeforeRouteLeave, onBeforeRouteUpdate } from "vue-router";
import { t } from "../i18n.ts";

/** Asks before a page with unsaved changes is left, inside the app and when the tab closes. */
export function useUnsaved(dirty: Ref<boolean>): void {
  // A redirect on the way asks the guards again; the person answers once.
  let agreed = false;
  const mayLeave = async (): Promise<boolean> => {
    if (!dirty.value || agreed) return true;
    const answer = ElMessageBox.confirm(t("shared.unsavedText"), t("shared.unsavedTitle"), {
      confirmButtonText: t("shared.leave"),
      cancelButtonText: t("shared.stay"),
      type: "warning",
    });
    agreed = await answer.then(() => true).catch(() => false);
    return agreed;
  };
  const beforeUnload = (event: BeforeUnloadEvent): void => {
    if (dirty.value) event.preventDefault();
  };
  onBeforeRouteLeave(mayLeave);
  onBeforeRouteUpdate((to, from) => to.path === from.path || mayLeave());
  onMounted(() => window.addEventListener("beforeunload", beforeUnload));
  onBeforeUnmount(() => window.removeEventListener("beforeunload", beforeUnload));
}
