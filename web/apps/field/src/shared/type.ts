/** Large type: 1.0 to 1.6 times, remembered on this phone. */
const KEY = "type";
export const STEPS = [1, 1.15, 1.3, 1.45, 1.6];

export const typeScale = (): number => Number(localStorage.getItem(KEY)) || 1;

/** Applies the chosen size; everything on screen is measured in rem. */
export function largeType(scale = typeScale()): void {
  localStorage.setItem(KEY, String(scale));
  document.documentElement.style.fontSize = `${18 * scale}px`;
}
