import { onBeforeUnmount, ref, type Ref } from "vue";

function useMedia(query: string): Ref<boolean> {
  const media = window.matchMedia(query);
  const matches = ref(media.matches);
  const follow = (event: MediaQueryListEvent): void => {
    matches.value = event.matches;
  };
  media.addEventListener("change", follow);
  onBeforeUnmount(() => media.removeEventListener("change", follow));
  return matches;
}

/** A phone: one column, labels above fields, the menu in a drawer. */
export const usePhone = (): Ref<boolean> => useMedia("(max-width: 767px)");
