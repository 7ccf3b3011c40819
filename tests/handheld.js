// What a thumb, weak eyes and a screen reader would stumble over on the present page; [] when nothing.
() => {
  const wrong = [];
  const shown = (one) => one.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true }) && one.getClientRects().length > 0;
  const told = (one) => `<${one.tagName.toLowerCase()}> ${(one.getAttribute("aria-label") ?? one.textContent ?? "").trim().slice(0, 30)}`;
  if (document.documentElement.scrollWidth > window.innerWidth + 1) {
    const wide = [...document.querySelectorAll("main *")].filter((one) => one.getBoundingClientRect().right > window.innerWidth + 1);
    wrong.push(`wider than the screen: ${wide.slice(-3).map(told).join(", ")}`);
  }
  const labelOf = (one) =>
    one.getAttribute("aria-label") || (one.labels?.length ? one.labels[0].textContent : "") || one.textContent || one.getAttribute("title") || "";
  for (const one of document.querySelectorAll("a[href], button, input, select, textarea, summary, [role=radio], [role=checkbox]")) {
    if (!shown(one)) continue;
    const { width, height } = (one.type === "checkbox" ? (one.closest("label") ?? one) : one).getBoundingClientRect();
    if (width < 44 || height < 44) wrong.push(`${Math.round(width)}×${Math.round(height)} px: ${told(one)}`);
    if (!labelOf(one).trim()) wrong.push(`no name: ${told(one)}`);
  }
  const rgb = (text) => (text.match(/[\d.]+/g) ?? []).map(Number);
  const behind = (one) => {
    for (let at = one; at; at = at.parentElement) {
      const [r, g, b, a = 1] = rgb(getComputedStyle(at).backgroundColor);
      if (a > 0.5) return [r, g, b];
    }
    return [255, 255, 255];
  };
  const light = (colour) => {
    const [r, g, b] = colour.map((part) => (part / 255 <= 0.03928 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  for (const one of document.querySelectorAll("#app *")) {
    const own = [...one.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
    if (!own || !shown(one)) continue;
    const pair = [light(rgb(getComputedStyle(one).color).slice(0, 3)), light(behind(one))].sort((a, b) => b - a);
    const ratio = (pair[0] + 0.05) / (pair[1] + 0.05);
    if (ratio < 4.5) wrong.push(`contrast ${ratio.toFixed(1)}: ${told(one)}`);
  }
  return [...new Set(wrong)];
}
