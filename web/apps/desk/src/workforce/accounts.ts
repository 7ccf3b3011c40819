import { api, ok, type Schema } from "@hutong/api";
import { ElMessage, ElMessageBox } from "element-plus";
import { t } from "../i18n.ts";
import { tell } from "../shared/refusals.ts";

type Post = Schema<"PostRow">;

/** A new first password for somebody who forgot theirs; shown this once. */
export async function resetPassword(post: Post): Promise<void> {
  const { name } = post.person;
  const asked = ElMessageBox.confirm(t("workforce.resetText", { name }), t("workforce.reset"), { type: "warning" });
  if (!(await asked.then(() => true).catch(() => false))) return;
  const made = await ok(api.POST("/api/v1/posts/{post_id}/password", { params: { path: { post_id: post.id } } })).catch(
    tell,
  );
  if (!made) return;
  const text = t("workforce.resetDone", { name, password: made.initial_password });
  await ElMessageBox.alert(text, t("workforce.firstPassword")).catch(() => undefined);
}

/** A suspended account may sign in again. Gives whether it does. */
export async function resume(post: Post): Promise<boolean> {
  const done = await ok(api.POST("/api/v1/posts/{post_id}/resume", { params: { path: { post_id: post.id } } })).catch(
    tell,
  );
  if (done) ElMessage.success(t("security.resumed", { name: post.person.name }));
  return Boolean(done);
}
