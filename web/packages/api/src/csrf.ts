/** The CSRF token that the server set as a cookie, or "" before the first answer. */
export function csrfToken(): string {
  const found = document.cookie.match(/(?:^|;\s*)csrftoken=([^;]+)/);
  return found?.[1] ? decodeURIComponent(found[1]) : "";
}
