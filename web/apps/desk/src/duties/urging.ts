import { api, ok, type Schema } from "@hutong/api";
import { ElMessage } from "element-plus";
import { computed } from "vue";
import { useSession } from "../accounts/session.ts";
import { t } from "../i18n.ts";
import { useSaving } from "../shared/saving.ts";

const COUNTY = 3;

/** 催办; of the prefecture and the province 督办. */
export function useUrging() {
  const session = useSession();
  const { saving, save } = useSaving();
  const above = computed(() => session.me?.acting?.places.some((one) => one.level < COUNTY));
  const verb = computed(() => (above.value ? "oversee" : "urge"));

  async function urge(whom: Schema<"UrgeIn">): Promise<boolean> {
    let told: Schema<"Urged"> | undefined;
    const done = await save(async () => (told = await ok(api.POST("/api/v1/duties/urge", { body: whom }))));
    if (!done || !told) return false;
    const words = told.vacant ? "duties.urgedVacant" : "duties.urged";
    ElMessage.success(t(words, { count: told.told, vacant: told.vacant }));
    return true;
  }
  return { verb, urge, saving };
}
