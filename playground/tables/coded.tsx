/** Text in which what stands in backticks is code. */
export function Coded({ text }: { readonly text: string }) {
  const parts = text.split('`').map((part, at) => ({ part, at }));
  return parts.map(({ part, at }) => (at % 2 === 1 ? <code key={at}>{part}</code> : part));
}
