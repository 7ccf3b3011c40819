import type { RuleError } from "@hutong/forms";
import type { Attachment, NewOperation } from "@hutong/offline";
import { onBeforeUnmount, onMounted, reactive, watch, type Ref } from "vue";
import { act, house, isOpen, opened } from "../phone/house.ts";

const SOON = 400;

/** Why a draft came back: the operation that the server refused, which stays in the line until it is put right. */
export interface Why {
  op: string;
  errors: RuleError[];
}
/** Where that stands. */
export const whyKey = (key: string): string => `${key} sent back`;

/** Where the recordings lie that go with it. */
export const partsKey = (key: string): string => `${key} parts`;

export interface Draft {
  /** It was begun before. */
  restored: boolean;
  /** All that the server said was wrong with it, where it is an operation to be corrected. */
  sentBack: RuleError[];
  /** Another window of this phone is writing the same: one draft has one owner. */
  elsewhere: boolean;
  /** What was spoken beside its text boxes; goes with it, unless it brings its own. */
  parts: Attachment[];
  /** Does what was written, and ends the draft in the same moment; false where another window owns it. */
  finish: (given: NewOperation) => Promise<boolean>;
}

/** Keeps what is being written, sealed, across a call, a killed browser, an empty battery. `key` names the form. */
export function useDraft<T extends object>(key: string, form: Ref<T>): Draft {
  const draft = reactive<Draft>({ restored: false, sentBack: [], elsewhere: false, parts: [], finish });
  let replaces: string[] = [];
  let done = false;
  let dirty = false;
  let timer = 0;
  let release = (): void => undefined;

  onMounted(async () => {
    await own();
    watch([form, () => draft.parts], later, { deep: true });
  });

  /** Takes the draft for this window, and brings back what was kept of it. */
  async function own(): Promise<void> {
    const lock = await held(`hutong ${house.user?.id} ${key}`);
    draft.elsewhere = !lock;
    if (!lock) return;
    release = lock;
    const { vault } = opened();
    // All of it before any of it is seen: what is saved at once knows what it puts right.
    const [kept, parts, why] = await Promise.all([
      vault.get<T>("drafts", key),
      vault.get<Attachment[]>("drafts", partsKey(key)),
      vault.get<Why>("drafts", whyKey(key)),
    ]);
    if (!kept) return;
    form.value = kept;
    draft.restored = true;
    draft.parts = parts ?? [];
    draft.sentBack = why?.errors ?? [];
    replaces = why ? [why.op] : [];
  }

  function later(): void {
    dirty = true;
    clearTimeout(timer);
    timer = window.setTimeout(() => void keep(), SOON);
  }
  async function keep(): Promise<void> {
    if (done || !dirty || draft.elsewhere || !isOpen()) return;
    await opened().vault.put("drafts", [
      [key, JSON.parse(JSON.stringify(form.value))],
      [partsKey(key), JSON.parse(JSON.stringify(draft.parts))],
    ]);
  }
  // A call comes, the app goes out of sight, the red button is pressed: what was written so far is kept at once.
  async function looked(): Promise<void> {
    if (draft.elsewhere && !document.hidden && isOpen()) await own();
    else await keep();
  }
  document.addEventListener("visibilitychange", looked);
  onBeforeUnmount(async () => {
    document.removeEventListener("visibilitychange", looked);
    clearTimeout(timer);
    await keep();
    release();
  });

  async function finish(given: NewOperation): Promise<boolean> {
    // A second tap does nothing; what was written after it is another.
    if (draft.elsewhere || (done && !dirty)) return false;
    done = true;
    dirty = false;
    clearTimeout(timer);
    try {
      const attachments = JSON.parse(JSON.stringify(draft.parts)) as Attachment[];
      await act({ attachments, ...given }, { drafts: [key, whyKey(key), partsKey(key)], replaces });
    } catch (error) {
      done = false;
      dirty = true;
      throw error;
    }
    return true;
  }
  return draft;
}

/** Holds a name for this window until it is let go; null where another window has it. */
function held(name: string): Promise<(() => void) | null> {
  const { locks } = navigator as { locks?: LockManager };
  if (!locks) return Promise.resolve(() => undefined);
  return new Promise((told) => {
    void locks.request(name, { ifAvailable: true }, (lock) => {
      if (!lock) return void told(null);
      return new Promise<void>((letGo) => told(letGo));
    });
  });
}
