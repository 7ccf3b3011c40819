import { ApiError } from "@hutong/api";
import { ElMessage, ElMessageBox } from "element-plus";
import type { App } from "vue";
import { t } from "../i18n.ts";

/** What to tell a person about a failure: the server's own sentence, else one of ours. */
export function sentence(error: unknown): string {
  if (!(error instanceof ApiError)) return t("shared.failed");
  if (error.code === "unreachable") return t("shared.unreachable");
  if (error.message) return error.message;
  return error.status === 404 ? t("shared.notFound") : t("shared.failed");
}

/** Shows the failure, unless the sign-in page is about to open anyway. */
export function tell(error: unknown): void {
  if (error instanceof ApiError && error.status === 401) return;
  ElMessage({ type: "error", message: sentence(error), grouping: true, showClose: true });
}

/** Failures nobody caught are still told. */
export function catchRefusals(app: App): void {
  app.config.errorHandler = (error) => {
    console.error(error);
    tell(error);
  };
  window.addEventListener("unhandledrejection", (event) => {
    if (event.reason instanceof ApiError) tell(event.reason);
  });
  // After an update of the server a tab that stayed open asks for files that are gone.
  window.addEventListener("vite:preloadError", () => {
    void ElMessageBox.alert(t("shared.updatedText"), t("shared.updated"), { confirmButtonText: t("shared.refresh") })
      .then(() => window.location.reload())
      .catch(() => undefined);
  });
}
