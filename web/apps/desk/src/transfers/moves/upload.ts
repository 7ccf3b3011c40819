/** The options of a call that sends one file. */
export function asForm(file: File) {
  const bodySerializer = (): FormData => {
    const form = new FormData();
    form.append("file", file);
    return form;
  };
  return { body: { file: file as unknown as string }, bodySerializer };
}
