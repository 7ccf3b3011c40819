import { ApiError, type FieldError } from "@hutong/api";
import { ref } from "vue";
import { tell } from "./refusals.ts";

/** One write at a time: `save` answers whether it worked; refused fields are kept for the form to show. */
export function useSaving() {
  const saving = ref(false);
  const fields = ref<FieldError[]>([]);

  async function save(write: () => Promise<unknown>): Promise<boolean> {
    if (saving.value) return false;
    saving.value = true;
    fields.value = [];
    try {
      await write();
      return true;
    } catch (failure) {
      if (failure instanceof ApiError) fields.value = failure.fields;
      tell(failure);
      return false;
    } finally {
      saving.value = false;
    }
  }

  const errorOf = (name: string): string => fields.value.find((one) => one.field === name)?.message ?? "";
  return { saving, fields, save, errorOf };
}
