import { watch, type Ref } from "vue";

/**
 * Keeps what is typed across a reload. In this tab's session storage only, which goes when the tab closes or
 * the session is over, by whatever end: a child's data must not stay behind on an office computer.
 */
export function useDraft<T>(key: string, form: Ref<T>, dirty: Ref<boolean>): { restored: boolean; drop: () => void } {
  const name = `draft:${key}`;
  const kept = sessionStorage.getItem(name);
  if (kept) form.value = JSON.parse(kept) as T;
  const stop = watch(
    form,
    (now) => {
      if (dirty.value) sessionStorage.setItem(name, JSON.stringify(now));
    },
    { deep: true },
  );
  const drop = (): void => {
    stop();
    sessionStorage.removeItem(name);
  };
  return { restored: kept !== null, drop };
}
