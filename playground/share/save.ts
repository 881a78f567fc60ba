/** Hands a file to whoever sits before the page. */
export function save(name: string, content: BlobPart, type: string): void {
  const address = URL.createObjectURL(new Blob([content], { type }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // The browser has taken the address by the time anything else runs.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
